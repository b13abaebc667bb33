import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Activity, type ActivityType, activityTypeSchema } from '../../protocol/wire/activity.ts';
import { activityRows } from '../../renderer/features/activity/activity-rows.ts';
import { activityParts, placeText } from '../../renderer/features/activity/activity-text.ts';
import { activity, ana, ben } from '../fixtures/renderer/page/sample.ts';

function activitySentence(shown: Activity): string {
  const { before, name, after } = activityParts(shown);
  return [shown.actor.name, before, name, after].filter(Boolean).join(' ');
}

describe('activity sentences', () => {
  it('has a sentence for each type', () => {
    for (const type of activityTypeSchema.options)
      expect(activitySentence(activity(type, ben, 'v3', 1))).toMatch(/^Ben \w/);
  });

  it('distinguishes leaving from being removed', () => {
    const left = activity('member_left', ben, 'Ben', 1);
    expect(activitySentence(left)).toBe('Ben left');
    expect(activitySentence({ ...left, target: { type: 'member', id: 'cy', name: 'Cy' } })).toBe(
      'Ben removed Cy',
    );
  });

  it('says where a version was moved, and what a cut was merged into', () => {
    const moved = activity('file_moved', ben, 'Dune v2.wav', 1);
    expect(activitySentence(moved)).toBe('Ben moved Dune v2.wav to another song');
    expect(activitySentence({ ...moved, version: { cutName: 'Dune', number: 2 } })).toBe(
      'Ben moved Dune v2.wav to Dune, as version 2',
    );
    const merged = activity('cut_merged', ben, 'Dune sketch', 1);
    expect(activitySentence(merged)).toBe('Ben merged Dune sketch into another song');
    expect(activityParts(merged, 'Dune').after).toBe('into Dune');
  });

  it('groups activities by day', () => {
    const now = new Date(2026, 5, 10, 12).getTime();
    const at = (hours: number) => ({
      ...activity('cut_created', ben, 'v', 1),
      createdAt: new Date(now - hours * 3_600_000).toISOString(),
    });
    const rows = activityRows([at(1), at(2), at(20), at(60)], now);
    expect(rows.map((row) => (row.kind === 'day' ? row.day : '·'))).toEqual([
      'Today',
      '·',
      '·',
      'Yesterday',
      '·',
      '8 Jun',
      '·',
    ]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });
});

describe('activities of one upload', () => {
  const now = Date.now();
  const at = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
  const did = (
    type: ActivityType,
    name: string,
    minutes: number,
    more: Partial<Activity> = {},
  ): Activity => ({
    ...activity(type, ana, name, minutes, type === 'vibe_created' ? undefined : 'c1'),
    createdAt: at(minutes),
    link: { projectId: 'ep', vibeId: 'v1', ...(type === 'vibe_created' ? {} : { cutId: 'c1' }) },
    ...more,
  });
  const shownAs = (...activities: Activity[]) =>
    activityRows(activities, now)
      .filter((row) => row.kind === 'activity')
      .map(({ activity: one, created }) =>
        [activitySentence(one), placeText(one, created, 'Sunset Groove')].filter(Boolean).join(' — '),
      );

  it('are one row, with the cut and the vibe that the bounce created', () => {
    const file = did('file_uploaded', 'X.wav', 5);
    const newCut = did('cut_created', 'X', 5);
    const newVibe = did('vibe_created', 'Night', 5);
    expect(shownAs(file, newCut)).toEqual(['Ana Rocha bounced X.wav — new song in Sunset Groove']);
    expect(shownAs(file, newCut, newVibe)).toEqual([
      'Ana Rocha bounced X.wav — new song in the new group Night',
    ]);
    expect(shownAs(newVibe, newCut, file)).toEqual([
      'Ana Rocha bounced X.wav — new song in the new group Night',
    ]);
    expect(placeText(file, [newCut], null)).toBe('new song');
  });

  it('name the version and the cut that the bounce became', () => {
    const version = { cutName: 'Dune', number: 4 };
    const file = did('file_uploaded', 'Dune v3.wav', 5, { version });
    const newCut = did('cut_created', 'Dune', 5);
    expect(shownAs(file)).toEqual(['Ana Rocha bounced Dune v4']);
    expect(shownAs(file, newCut)).toEqual(['Ana Rocha bounced Dune v4 — new song']);
    expect(shownAs(file, newCut, did('vibe_created', 'Dune', 5))).toEqual([
      'Ana Rocha bounced Dune v4 — new song',
    ]);
    expect(shownAs(file, newCut, did('vibe_created', 'Night', 5))).toEqual([
      'Ana Rocha bounced Dune v4 — new song in the new group Night',
    ]);
  });

  it('name the approved or noted version', () => {
    const version = { cutName: 'Dune', number: 4 };
    expect(shownAs(did('file_approved', 'Dune v3.wav', 5, { version }))).toEqual([
      'Ana Rocha approved Dune v4',
    ]);
  });

  it('are separate when actor, time, cut or project differ', () => {
    const file = did('file_uploaded', 'X.wav', 5);
    const apart = [
      did('cut_created', 'X', 6),
      did('cut_created', 'X', 5, { actor: ben }),
      did('cut_created', 'X', 5, { link: { projectId: 'ep', vibeId: 'v1', cutId: 'c2' } }),
      did('cut_created', 'X', 5, { projectId: 'live' }),
      did('cut_moved', 'X', 5),
    ];
    for (const other of apart) expect(shownAs(file, other), JSON.stringify(other)).toHaveLength(2);
    expect(shownAs(did('cut_created', 'X', 5), did('vibe_created', 'Night', 5))).toHaveLength(2);
  });

  it('puts every activity in exactly one row, in order', () => {
    const one = fc.record({
      type: fc.constantFrom<ActivityType>('file_uploaded', 'cut_created', 'vibe_created', 'cut_deleted'),
      minutes: fc.integer({ min: 1, max: 3 }),
      cutId: fc.constantFrom('c1', 'c2'),
      actor: fc.constantFrom(ana, ben),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (list) => {
        const activities = list.map(({ type, minutes, cutId, actor }, index) =>
          did(type, `${index}`, minutes, {
            id: `${index}`,
            actor,
            link: { projectId: 'ep', vibeId: 'v1', cutId },
          }),
        );
        const shown = activityRows(activities, now)
          .filter((row) => row.kind === 'activity')
          .flatMap((row) => [row.activity, ...row.created]);
        expect(shown.map(({ id }) => id).toSorted()).toEqual(activities.map(({ id }) => id).toSorted());
      }),
    );
  });
});

describe('several bounces of one person', () => {
  const now = Date.now();
  const bounced = (id: string, minutes: number, cutName: string, more: Partial<Activity> = {}): Activity => ({
    ...activity('file_uploaded', ana, `${cutName}.wav`, minutes, cutName),
    ...{ id, createdAt: new Date(now - minutes * 60_000).toISOString() },
    ...{ version: { cutName, number: 1 }, link: { projectId: 'ep', cutId: cutName }, ...more },
  });
  const keys = (list: readonly Activity[], unfolded = new Set<string>()) =>
    activityRows(list, now, unfolded).flatMap((row) => (row.kind === 'day' ? [] : [row.key]));

  it('are one row, which unfolds into its lines', () => {
    const list = [bounced('3', 1, 'Dune'), bounced('2', 2, 'Kite'), bounced('1', 3, 'Dune')];
    const [burst] = activityRows(list, now).filter((row) => row.kind === 'burst');
    expect(burst?.songs).toEqual(['Dune', 'Kite']);
    expect(keys(list)).toEqual(['burst 1']);
    expect(keys(list, new Set(['burst 1']))).toEqual(['burst 1', '3', '2', '1']);
  });

  it('stay together while others act in between', () => {
    const comment = { ...activity('comment_added', ben, 'Nice', 2, 'Dune'), id: 'k' };
    const list = [bounced('2', 1, 'Dune'), { ...comment, createdAt: bounced('x', 2, 'Dune').createdAt }];
    expect(keys([...list, bounced('1', 3, 'Dune')])).toEqual(['burst 1', 'k']);
  });

  it.each([
    ['another person', { actor: ben }],
    ['another project', { projectId: 'live' }],
    ['more than an hour earlier', { createdAt: new Date(now - 62 * 60_000).toISOString() }],
    ['a file that is no version', { version: undefined }],
  ])('are apart from %s', (_, other) => {
    expect(keys([bounced('2', 1, 'Dune'), bounced('1', 1, 'Dune', other)])).toEqual(['2', '1']);
  });
});
