import { describe, expect, it, vi } from 'vitest';
import type { Alert } from '../../client/account/alerts.ts';
import { browserPage } from '../../renderer/bridge/browser/page.ts';
import { disposeLater } from '../helpers/disposal.ts';

type Shown = { title: string; body?: string; tag?: string };

/** A browser that allows notifications, and the notifications on its desktop. */
function desktop({ isInFront = false, isOtherTabInFront = false } = {}) {
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
  const held = isOtherTabInFront ? [{ name: 'bandmate.in-front' }] : [];
  vi.stubGlobal('navigator', { locks: { query: async () => ({ held }) } });
  vi.stubGlobal('Notification', Notification);
  disposeLater(() => void vi.unstubAllGlobals());
  return shown;
}

const alert = (commentId: string, body = 'More bass'): Alert => ({
  ...{ news: 'project', tag: commentId, isSilent: false },
  title: 'Ben commented on “Take 1”',
  body,
  target: { kind: 'place', link: { projectId: 'p', cutId: 'c', commentId } },
});
const notify = (one: Alert) => browserPage.notify(one, () => {});

describe('browser notifications', () => {
  it('are shown once, in however many tabs the user is signed in', async () => {
    const shown = desktop();
    // Every tab has its own page, and all receive the same event.
    for (let tab = 1; tab <= 3; tab += 1) await notify(alert('k1'));
    expect(shown.map(({ body }) => body)).toEqual(['More bass']);
  });

  it('are separate for separate events, even with the same text; a burst is one, with its newest text', async () => {
    const shown = desktop();
    await notify(alert('k1'));
    await notify(alert('k2'));
    await notify(alert('k1', 'Less reverb'));
    expect(shown.map(({ body }) => body)).toEqual(['Less reverb', 'More bass']);
  });

  it.each([{ isInFront: true }, { isOtherTabInFront: true }])('are not shown while %j', async (where) => {
    const shown = desktop(where);
    await notify(alert('k1'));
    expect(shown).toEqual([]);
  });
});
