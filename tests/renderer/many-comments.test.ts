import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Bridge } from '../../protocol/ipc/bridge.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import { commentsQuery } from '../../renderer/features/comments/comment-queries.ts';
import {
  followManyComments,
  type KnownComments,
} from '../../renderer/features/comments/follow-many-comments.ts';
import { createQueryClient } from '../../renderer/platform/queries.ts';
import { comment } from '../fixtures/renderer/page/comment-sample.ts';
import { ben } from '../fixtures/renderer/page/sample.ts';

const cutsWith = (count: number, commentCount: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `cut-${index}`, commentCount }));

/** A page that is idle only when told so, before a main process in which each cut has one comment. */
function openProject(cuts: readonly { id: string; commentCount: number }[], gone: readonly string[] = []) {
  const calls: { name: string; cutIds: string[] }[] = [];
  const commentsOf = (cutId: string) =>
    gone.includes(cutId)
      ? { ok: false, kind: 'offline', message: 'The server can’t be reached.' }
      : { ok: true, data: [comment(ben, 1, 'louder', 0, { id: `of-${cutId}`, cutId })] };
  const bridge = {
    async invoke(name: string, { cutId, cutIds = [cutId] }: { cutId: string; cutIds?: string[] }) {
      calls.push({ name, cutIds });
      return name === 'comments.list' ? commentsOf(cutId) : { ok: true, data: cutIds.map(commentsOf) };
    },
    on: () => () => {},
  } as unknown as Bridge;
  const client = createQueryClient();
  const idle: (() => void)[] = [];
  const shown: ReadonlyMap<string, KnownComments>[] = [];
  vi.useFakeTimers();
  const start = () =>
    followManyComments({
      ...{ bridge, client, cuts },
      show: (known) => shown.push(known),
      whenIdle(run) {
        idle.push(run);
        return () => void idle.splice(idle.indexOf(run), 1);
      },
    });
  let stop = start();
  onTestFinished(() => {
    stop();
    client.clear();
    vi.useRealTimers();
  });
  return {
    ...{ bridge, client, calls, shown, idle },
    /** The page is idle once, and everything that follows has run. */
    async rest() {
      idle.shift()?.();
      await vi.advanceTimersByTimeAsync(20);
    },
    restart() {
      stop();
      stop = start();
    },
  };
}

const textsIn = (known: ReadonlyMap<string, KnownComments> | undefined) =>
  [...(known?.values() ?? [])].flatMap(({ data }) => data?.map(({ id }: Comment) => id) ?? []);

describe('comments of many songs', () => {
  it('are read in one call for many songs, and no call before the page is idle again', async () => {
    const page = openProject(cutsWith(500, 1));
    expect(page.calls).toHaveLength(0);
    for (let portion = 1; portion <= 10; portion++) {
      await page.rest();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(page.calls).toHaveLength(portion);
      expect(page.calls.at(-1)?.cutIds).toHaveLength(50);
    }
    await page.rest();
    expect(page.calls).toHaveLength(10);
    expect(textsIn(page.shown.at(-1))).toHaveLength(500);
  });

  it('come in answers of 500 at most, or those of one song', async () => {
    const page = openProject([...cutsWith(30, 200), { id: 'long', commentCount: 2_000 }]);
    while (page.idle.length > 0) await page.rest();
    expect(page.calls.map(({ cutIds }) => cutIds.length)).toEqual([...Array(15).fill(2), 1]);
  });

  it('are shown a few times while they are read, and soon after the last', async () => {
    const page = openProject(cutsWith(500, 40));
    while (page.idle.length > 0) await page.rest();
    await vi.advanceTimersByTimeAsync(50);
    expect(page.calls).toHaveLength(42);
    expect(page.shown.length).toBeLessThanOrEqual(4);
    expect(textsIn(page.shown.at(-1))).toHaveLength(500);
  });

  it('don’t delay a song that is opened meanwhile, and aren’t read a second time for it', async () => {
    const page = openProject(cutsWith(100, 1));
    await page.rest();
    await page.client.fetchQuery(commentsQuery(page.bridge, 'cut-99'));
    expect(page.calls.map(({ name }) => name)).toEqual(['comments.listMany', 'comments.list']);
    await page.rest();
    expect(page.calls.at(-1)?.cutIds).toEqual(
      cutsWith(99, 1)
        .map(({ id }) => id)
        .slice(50),
    );
  });

  it('are there at once when they were read before', async () => {
    const page = openProject(cutsWith(100, 1));
    while (page.idle.length > 0) await page.rest();
    page.restart();
    expect(textsIn(page.shown.at(-1))).toHaveLength(100);
    await page.rest();
    expect(page.calls).toHaveLength(2);
  });

  it('that can’t be read keep none of the others back', async () => {
    const page = openProject(cutsWith(60, 1), ['cut-3']);
    while (page.idle.length > 0) await page.rest();
    await vi.advanceTimersByTimeAsync(50);
    expect(textsIn(page.shown.at(-1))).toHaveLength(59);
    expect(page.shown.at(-1)?.get('cut-3')?.error?.message).toBe('The server can’t be reached.');
  });
});
