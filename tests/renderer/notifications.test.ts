import { describe, expect, it, vi } from 'vitest';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import { type Notification, notificationTypeSchema } from '../../protocol/wire/notification.ts';
import {
  gatherNotifications,
  notificationsToShow,
} from '../../renderer/features/notifications/gather-notifications.ts';
import {
  countUnread,
  isInSight,
  isSilenced,
  notificationKind,
} from '../../renderer/features/notifications/notification-facts.ts';
import { startAppState } from '../../renderer/platform/app-state.ts';
import { parseRoute } from '../../renderer/platform/route.ts';
import { bandInbox } from '../fixtures/renderer/page/inbox-sample.ts';
import { scenes } from '../fixtures/renderer/page/scenes.ts';
import { createScriptedBridge, type ScriptedBridge } from '../fixtures/renderer/page/scripted-bridge.ts';
import { disposeLater } from '../helpers/disposal.ts';

describe('notifications', () => {
  it('are counted while unread', () => {
    expect(countUnread(bandInbox().notifications)).toBe(2);
    expect(countUnread([])).toBe(0);
  });

  it('have a label for each kind', () => {
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
    [{ projectId: 'p', messageId: 'm' }, '#/projects/p', false],
  ])('about %j are in sight at %s: %s', (link, hash, isSeen) => {
    expect(isInSight(link, parseRoute(hash), null)).toBe(isSeen);
  });

  it('about a message are in sight while its room is', () => {
    const link = { projectId: 'p', messageId: 'm' };
    expect(isInSight(link, parseRoute('#/projects/p/cuts/c'), 'p')).toBe(true);
    expect(isInSight(link, parseRoute('#/projects/p/cuts/c'), 'other')).toBe(false);
  });

  it('are silenced in quiet mode, and for a muted project', () => {
    const settings = { isQuiet: false, mutedProjectIds: ['loud'] };
    expect(isSilenced({ projectId: 'p' }, settings)).toBe(false);
    expect(isSilenced({ projectId: 'loud' }, settings)).toBe(true);
    expect(isSilenced({ projectId: 'p' }, { ...settings, isQuiet: true })).toBe(true);
  });
});

describe('notifications while the window is in front', () => {
  const settings = { isQuiet: false, mutedProjectIds: [] };
  const notification = (id: string, cutId = 'c'): Notification => ({
    ...{ id, type: 'comment_added', title: `Title ${id}`, message: '', isRead: false, createdAt: '' },
    link: { projectId: 'p', cutId },
  });
  const elsewhere = { known: [], route: parseRoute('#/'), roomInSight: null, settings };
  const ids = (shown: ReturnType<typeof notificationsToShow>) =>
    shown.kind === 'each' ? shown.notifications.map(({ id }) => id) : shown.count;

  it('are shown one by one, or as one message when there are many', () => {
    const three = ['1', '2', '3'].map((id) => notification(id));
    expect(ids(notificationsToShow(three, elsewhere))).toEqual(['1', '2', '3']);
    expect(ids(notificationsToShow([...three, notification('4')], elsewhere))).toBe(4);
  });

  it('are left out, and not counted, when read elsewhere, in sight, muted or in quiet mode', () => {
    const five = ['1', '2', '3', '4', '5'].map((id) => notification(id, id === '5' ? 'open' : 'c'));
    const known = [{ ...notification('1'), isRead: true }, notification('2')];
    const route = parseRoute('#/projects/p/cuts/open');
    expect(ids(notificationsToShow(five, { ...elsewhere, known, route }))).toEqual(['2', '3', '4']);
    for (const silence of [{ isQuiet: true }, { mutedProjectIds: ['p'] }])
      expect(ids(notificationsToShow(five, { ...elsewhere, settings: { ...settings, ...silence } }))).toEqual(
        [],
      );
  });

  it('are gathered for a moment; none is shown after the end', () => {
    vi.useFakeTimers();
    disposeLater(() => void vi.useRealTimers());
    const shown: string[][] = [];
    const gathering = gatherNotifications((together) => shown.push(together.map(({ id }) => id)));
    for (const id of ['1', '2']) gathering.add(notification(id));
    vi.advanceTimersByTime(1_000);
    gathering.add(notification('3'));
    vi.advanceTimersByTime(1_000);
    expect(shown).toEqual([['1', '2'], ['3']]);
    gathering.add(notification('4'));
    gathering.stop();
    vi.advanceTimersByTime(1_000);
    expect(shown).toHaveLength(2);
  });
});

describe('a click outside the window', () => {
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
