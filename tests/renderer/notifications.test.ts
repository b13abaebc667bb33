import { describe, expect, it } from 'vitest';
import { groupTitle } from '../../common/news-sentence.ts';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import { groupNotifications } from '../../protocol/state/notification-groups.ts';
import { type Notification, notificationTypeSchema } from '../../protocol/wire/notification.ts';
import {
  countUnread,
  notificationKind,
  notificationRows,
  type View,
  whereaboutsOf,
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

  const view = (hash: string, more: Partial<View> = {}): View => ({
    ...{ isInFront: true, route: parseRoute(hash), roomInSight: null, inSight: new Set() },
    ...more,
  });
  const about = (link: Partial<Notification['link']>, type: Notification['type'] = 'mentioned') => ({
    ...{ type, link: { projectId: 'p', ...link } },
  });
  const thread = about({ cutId: 'c', commentId: 'k' });
  const version = about({ cutId: 'c', fileId: 'f' }, 'file_uploaded');

  it('about a comment are in view while its thread is', () => {
    const isShown = { inSight: new Set(['comment k'] as const) };
    expect(whereaboutsOf(thread, view('#/projects/p/cuts/c', isShown), false)).toBe('in view');
    expect(whereaboutsOf(thread, view('#/projects/p/cuts/c'), false)).toBe('same project');
    expect(whereaboutsOf(thread, view('#/everything'), false)).toBe('elsewhere');
    expect(whereaboutsOf(thread, view('#/projects/p/cuts/c', { ...isShown, isInFront: false }), false)).toBe(
      'background',
    );
  });

  it('about a version are in view on its song’s page, and in its row while they arrive', () => {
    const isListed = view('#/projects/p', { inSight: new Set(['song c'] as const) });
    expect(whereaboutsOf(version, view('#/projects/p/cuts/c'), false)).toBe('in view');
    expect(whereaboutsOf(version, isListed, true)).toBe('in view');
    expect(whereaboutsOf(version, isListed, false)).toBe('same project');
    expect(whereaboutsOf(version, view('#/projects/p'), true)).toBe('same project');
    expect(whereaboutsOf(version, view('#/projects/other'), true)).toBe('elsewhere');
  });

  it('about a message are in view while its room is; an invitation never is', () => {
    const message = about({ messageId: 'm' });
    expect(whereaboutsOf(message, view('#/', { roomInSight: 'p' }), false)).toBe('in view');
    expect(whereaboutsOf(message, view('#/projects/p', { roomInSight: 'other' }), false)).toBe(
      'same project',
    );
    expect(whereaboutsOf(about({}, 'invited'), view('#/projects/p'), true)).toBe('same project');
  });
});

describe('notifications of a burst', () => {
  const ben = { id: 'ben', name: 'Ben', avatarUrl: null };
  const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString();
  const bounced = (id: string, minutes: number, more: Partial<Notification> = {}): Notification => ({
    ...{
      id,
      type: 'file_uploaded',
      title: `Title ${id}`,
      message: '',
      isRead: false,
      createdAt: at(minutes),
    },
    ...{ link: { projectId: 'p', cutId: `c${id}` }, actor: ben, cutName: `Song ${id}`, versionNumber: 1 },
    ...more,
  });

  it('are one, count once, and unfold', () => {
    const list = [bounced('3', 30), bounced('2', 20), bounced('1', 10)];
    const [group, ...none] = groupNotifications(list);
    expect(none).toEqual([]);
    expect(group && groupTitle(group)).toBe('Ben bounced 3 versions of 3 songs');
    expect(countUnread(list)).toBe(1);
    expect(notificationRows(list, new Set()).map(({ key }) => key)).toEqual(['group 1']);
    expect(notificationRows(list, new Set(['1'])).map(({ key }) => key)).toEqual(['group 1', '3', '2', '1']);
  });

  it('keep their key while more follow', () => {
    const list = [bounced('2', 20), bounced('1', 10)];
    expect(groupNotifications([bounced('3', 30), ...list])[0]?.key).toBe(groupNotifications(list)[0]?.key);
  });

  it.each([
    ['another person', { actor: { ...ben, id: 'cy' } }],
    ['another project', { link: { projectId: 'other', cutId: 'c1' } }],
    ['another kind', { type: 'comment_added' as const }],
    ['a read one', { isRead: true }],
    ['more than an hour earlier', { createdAt: at(-51) }],
    ['from an earlier server', { actor: undefined }],
  ])('are apart from %s', (_, other) => {
    expect(groupNotifications([bounced('2', 10), bounced('1', 5, other)])).toHaveLength(2);
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
