import { describe, expect, it } from 'vitest';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import { notificationTypeSchema } from '../../protocol/wire/notification.ts';
import { startAppState } from '../../renderer/app/app-state.ts';
import { parseRoute } from '../../renderer/app/route.ts';
import {
  countUnread,
  isInSight,
  isTold,
  notificationKind,
  withMuted,
} from '../../renderer/features/notifications/notification-words.ts';
import { bandInbox } from '../fixtures/renderer/page/inbox-sample.ts';
import { scenes } from '../fixtures/renderer/page/scenes.ts';
import { createScriptedBridge, type ScriptedBridge } from '../fixtures/renderer/page/scripted-bridge.ts';
import { disposeLater } from '../helpers/disposal.ts';

describe('news', () => {
  it('is counted while it is unread', () => {
    expect(countUnread(bandInbox().notifications)).toBe(2);
    expect(countUnread([])).toBe(0);
  });

  it('has a word for each of its kinds', () => {
    const words = notificationTypeSchema.options.map(notificationKind);
    expect(words.every((word) => word.length > 0)).toBe(true);
    expect(new Set(words).size).toBe(words.length);
  });

  it.each([
    [{ projectId: 'p', cutId: 'c', commentId: 'k' }, '#/projects/p/cuts/c', true],
    [{ projectId: 'p', cutId: 'c' }, '#/projects/p/cuts/other', false],
    [{ projectId: 'p', cutId: 'c' }, '#/projects/p', false],
    [{ projectId: 'p' }, '#/projects/p/cuts/c', true],
    [{ projectId: 'p' }, '#/projects/other', false],
    [{ projectId: 'p' }, '#/everything', false],
  ])('about %j is in sight at %s: %s', (link, hash, isSeen) => {
    expect(isInSight(link, parseRoute(hash))).toBe(isSeen);
  });

  it('is not told in quiet mode, nor of a muted project', () => {
    const told = { isQuiet: false, mutedProjectIds: ['loud'] };
    expect(isTold({ projectId: 'p' }, told)).toBe(true);
    expect(isTold({ projectId: 'loud' }, told)).toBe(false);
    expect(isTold({ projectId: 'p' }, { ...told, isQuiet: true })).toBe(false);
  });

  it('is muted and unmuted for one project at a time', () => {
    expect(withMuted(['a'], 'b', true)).toEqual(['a', 'b']);
    expect(withMuted(['a', 'b'], 'b', true)).toEqual(['a', 'b']);
    expect(withMuted(['a', 'b'], 'a', false)).toEqual(['b']);
  });
});

describe('a click outside of the window', () => {
  const place: OpenTarget = { kind: 'place', link: { projectId: 'ep', cutId: 'sg3' } };
  const script = () => createScriptedBridge((scenes.band as () => ScriptedBridge['world'])());

  it('is kept until it is shown, whenever it came', async () => {
    const { bridge, push } = script();
    const starting = startAppState(bridge);
    push('app.open', place);
    const { state, dispose } = await starting;
    disposeLater(dispose);
    expect(state.target.get()).toEqual(place);
    state.target.change(() => null);
    push('app.open', { kind: 'notifications' });
    expect(state.target.get()).toEqual({ kind: 'notifications' });
  });
});
