import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activity } from '../../protocol/wire/activity.ts';
import { followPushes } from '../../renderer/app/live-cache.ts';
import {
  withActivity,
  withEarlier,
  withoutActivities,
} from '../../renderer/features/activity/activity-feed.ts';
import { activityKeys } from '../../renderer/features/activity/activity-queries.ts';
import { createQueryClient } from '../../renderer/platform/queries.ts';
import { bandActivities } from '../fixtures/renderer/page/sample.ts';
import { scenes } from '../fixtures/renderer/page/scenes.ts';
import { createScriptedBridge, type ScriptedBridge } from '../fixtures/renderer/page/scripted-bridge.ts';
import { disposeLater } from '../helpers/disposal.ts';

const sample = bandActivities();
const ids = (list: readonly Activity[]) => list.map(({ id }) => id);

function numbered(number: number): Activity {
  const createdAt = new Date(number * 1000).toISOString();
  return { ...(sample[0] as Activity), id: `n${String(number).padStart(4, '0')}`, createdAt };
}

describe('an activity feed', () => {
  it('adds new activity at the top, once', () => {
    const [first, ...rest] = sample as [Activity, ...Activity[]];
    expect(withActivity(rest, first)).toEqual([first, ...rest]);
    expect(withActivity(sample, first)).toBe(sample);
  });

  it('restores dismissed activity in its place', () => {
    const third = sample[2] as Activity;
    const without = withoutActivities(sample, new Set([third.id]));
    expect(ids(without)).toEqual(ids(sample).filter((id) => id !== third.id));
    expect(withActivity(without, third)).toEqual(sample);
  });

  it('limits live activity, but not pages that the user scrolls back to', () => {
    let list: readonly Activity[] = [];
    for (let number = 0; number < 600; number += 1) list = withActivity(list, numbered(number));
    expect(list).toHaveLength(500);
    expect(list[0]?.id).toBe('n0599');
    const earlier = Array.from({ length: 50 }, (_, back) => numbered(99 - back));
    expect(withEarlier(list, earlier)).toHaveLength(550);
  });

  it('is the same in whatever order its parts arrive', () => {
    const all = Array.from({ length: 30 }, (_, number) => numbered(29 - number));
    fc.assert(
      fc.property(
        fc.shuffledSubarray(all, { minLength: 30 }),
        fc.integer({ min: 0, max: 30 }),
        (mixed, cut) => {
          const live = mixed.slice(0, cut).reduce<readonly Activity[]>(withActivity, []);
          expect(withEarlier(live, mixed)).toEqual(all);
        },
      ),
    );
  });
});

describe('live activity feeds', () => {
  function follow() {
    const script = createScriptedBridge((scenes.band as () => ScriptedBridge['world'])());
    const client = createQueryClient();
    disposeLater(followPushes(script.bridge, client));
    disposeLater(() => client.clear());
    return { script, client };
  }
  const held = (client: ReturnType<typeof createQueryClient>, id: string | null) =>
    ids(client.getQueryData<Activity[]>(activityKeys.feed(id)) ?? []);

  it('grow in the project’s feed and the feed of all projects only', () => {
    const { script, client } = follow();
    for (const id of ['ep', 'live', null]) client.setQueryData(activityKeys.feed(id), []);
    script.happen('ep', { name: 'activity:new', payload: sample[0] as Activity });
    expect([held(client, 'ep'), held(client, null), held(client, 'live')]).toEqual([
      [sample[0]?.id],
      [sample[0]?.id],
      [],
    ]);
  });

  it('are reloaded when they changed on the server', () => {
    const { script, client } = follow();
    for (const id of ['ep', 'live', null]) client.setQueryData(activityKeys.feed(id), []);
    const stale = () =>
      ['ep', 'live', null].filter((id) => client.getQueryState(activityKeys.feed(id))?.isInvalidated);
    expect(stale()).toEqual([]);
    script.push('activities.changed', null);
    expect(stale()).toEqual(['ep', 'live', null]);
  });
});
