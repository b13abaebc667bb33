import { describe, expect, it, vi } from 'vitest';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import { type Notification, notificationTypeSchema } from '../../protocol/wire/notification.ts';
import { gatherNews, newsToShow } from '../../renderer/features/notifications/gather-news.ts';
import {
  countUnread,
  isInSight,
  isTold,
  notificationKind,
  withMuted,
} from '../../renderer/features/notifications/notification-words.ts';
import { startAppState } from '../../renderer/platform/app-state.ts';
import { parseRoute } from '../../renderer/platform/route.ts';
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

describe('news while the window is in front', () => {
  const told = { isQuiet: false, mutedProjectIds: [] };
  const news = (id: string, cutId = 'c'): Notification => ({
    ...{ id, type: 'comment_added', title: `Title ${id}`, message: '', isRead: false, createdAt: '' },
    link: { projectId: 'p', cutId },
  });
  const elsewhere = { held: [], route: parseRoute('#/'), settings: told };
  const ids = (shown: ReturnType<typeof newsToShow>) =>
    shown.kind === 'each' ? shown.news.map(({ id }) => id) : shown.count;

  it('is shown each by itself, and as one where it would be a wall of them', () => {
    const three = ['1', '2', '3'].map((id) => news(id));
    expect(ids(newsToShow(three, elsewhere))).toEqual(['1', '2', '3']);
    expect(ids(newsToShow([...three, news('4')], elsewhere))).toBe(4);
  });

  it('is not shown where it was read elsewhere, is in sight, muted or quiet, and is not counted then', () => {
    const five = ['1', '2', '3', '4', '5'].map((id) => news(id, id === '5' ? 'open' : 'c'));
    const held = [{ ...news('1'), isRead: true }, news('2')];
    const route = parseRoute('#/projects/p/cuts/open');
    expect(ids(newsToShow(five, { ...elsewhere, held, route }))).toEqual(['2', '3', '4']);
    for (const silence of [{ isQuiet: true }, { mutedProjectIds: ['p'] }])
      expect(ids(newsToShow(five, { ...elsewhere, settings: { ...told, ...silence } }))).toEqual([]);
  });

  it('is gathered for a moment, and nothing comes after the end', () => {
    vi.useFakeTimers();
    disposeLater(() => void vi.useRealTimers());
    const shown: string[][] = [];
    const gathering = gatherNews((together) => shown.push(together.map(({ id }) => id)));
    for (const id of ['1', '2']) gathering.heard(news(id));
    vi.advanceTimersByTime(1_000);
    gathering.heard(news('3'));
    vi.advanceTimersByTime(1_000);
    expect(shown).toEqual([['1', '2'], ['3']]);
    gathering.heard(news('4'));
    gathering.stop();
    vi.advanceTimersByTime(1_000);
    expect(shown).toHaveLength(2);
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
