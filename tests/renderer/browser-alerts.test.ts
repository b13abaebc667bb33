import { describe, expect, it, vi } from 'vitest';
import type { Alert } from '../../client/account/alerts.ts';
import { browserPage } from '../../renderer/bridge/browser/page.ts';
import { disposeLater } from '../helpers/disposal.ts';

type Shown = { title: string; body?: string; tag?: string };

/** A browser that allows notifications, and the notifications on its desktop. */
function desktop({ isInFront = false } = {}) {
  const shown: Shown[] = [];
  class Notification {
    static readonly permission = 'granted';
    constructor(title: string, { body, tag }: { body?: string; tag?: string }) {
      // As in the standard, a notification replaces an earlier one with the same tag.
      const place = shown.findIndex((one) => tag !== undefined && one.tag === tag);
      const one = { title, ...(body !== undefined && { body }), ...(tag !== undefined && { tag }) };
      if (place < 0) shown.push(one);
      else shown[place] = one;
    }
  }
  vi.stubGlobal('window', { isSecureContext: true, Notification, focus: () => {} });
  vi.stubGlobal('document', { hasFocus: () => isInFront });
  vi.stubGlobal('Notification', Notification);
  disposeLater(() => void vi.unstubAllGlobals());
  return shown;
}

const alert = (commentId: string, body = 'More bass'): Alert => ({
  title: 'Ben commented on “Take 1”',
  body,
  target: { kind: 'place', link: { projectId: 'p', cutId: 'c', commentId } },
});
const notify = (one: Alert) => browserPage.notify(one, () => {});

describe('browser notifications', () => {
  it('are shown once, in however many tabs the user is signed in', () => {
    const shown = desktop();
    // Every tab has its own page, and all receive the same event.
    for (let tab = 1; tab <= 3; tab += 1) notify(alert('k1'));
    expect(shown.map(({ body }) => body)).toEqual(['More bass']);
  });

  it('are separate for separate events, even with the same text', () => {
    const shown = desktop();
    notify(alert('k1'));
    notify(alert('k2'));
    notify(alert('k1', 'Less reverb'));
    notify({ ...alert('k1'), target: { kind: 'notifications' } });
    expect(shown).toHaveLength(4);
  });

  it('are not shown while the page is in front', () => {
    const shown = desktop({ isInFront: true });
    notify(alert('k1'));
    expect(shown).toEqual([]);
  });
});
