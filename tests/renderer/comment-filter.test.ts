import { describe, expect, it } from 'vitest';
import { endOf } from '../../audio/difference/place-comment.ts';
import { findMoments } from '../../common/moments-in-text.ts';
import type { CommentFilter } from '../../renderer/features/comments/comment-filter.ts';
import { filterShowing, neighbourOf, passes } from '../../renderer/features/comments/comment-filter.ts';
import { linkedParts, trackOf } from '../../renderer/features/comments/moment-target.ts';

import { type Track, tracksOf } from '../../renderer/features/player/track.ts';
import { comment, reply } from '../fixtures/renderer/page/comment-sample.ts';
import { ana, ben, cy, person, summerEp } from '../fixtures/renderer/page/sample.ts';

const context = { myId: ana.id, fileId: 'sg3c' };
const open = comment(ben, 1, 'open', 1);
const done = comment(ben, 2, 'done', 1, { resolvedAt: '2026-03-01T10:00:00.000Z', resolvedBy: person(cy) });
const mine = comment(ana, 3, 'mine', 1, { resolvedAt: '2026-03-01T10:00:00.000Z', resolvedBy: person(cy) });
const asked = comment(ben, 4, 'Ana?', 1, { mentions: [ana.id] });
const askedBelow = comment(ben, 5, 'x', 1, {
  replies: [{ ...reply('x', cy, 'Ana?', 1), mentions: [ana.id] }],
});
const older = comment(ben, 6, 'older', 1, { fileId: 'sg3b' });
const all = [open, done, mine, asked, askedBelow, older];
const texts = (filter: CommentFilter) =>
  all.filter((one) => passes(one, filter, context)).map(({ timestamp }) => timestamp);

describe('the filter of comments', () => {
  it('shows open ones, resolved ones, or those that are mine or ask me', () => {
    expect(texts({ show: 'open', thisVersion: false })).toEqual([1, 4, 5, 6]);
    expect(texts({ show: 'resolved', thisVersion: false })).toEqual([2, 3]);
    expect(texts({ show: 'mine', thisVersion: false })).toEqual([3, 4, 5]);
    expect(texts({ show: 'open', thisVersion: true })).toEqual([1, 4, 5]);
  });

  it('changes as little as possible to show a comment', () => {
    const filter = { show: 'open', thisVersion: true } as const;
    expect(filterShowing(open, filter, context)).toBe(filter);
    expect(filterShowing(older, filter, context)).toEqual({ show: 'open', thisVersion: false });
    expect(filterShowing(done, { show: 'mine', thisVersion: false }, context)).toEqual({
      show: 'resolved',
      thisVersion: false,
    });
  });

  it('goes on with the next point, at the end with the previous one', () => {
    const next = (wanted: number) => neighbourOf([1, 2, 3], (one) => one === wanted);
    expect([next(1), next(3), next(4)]).toEqual([2, 2, undefined]);
  });
});

it('a range is as long on another version as on its own', () => {
  const range = comment(ben, 10, 'x', 1, { endTimestamp: 14 });
  expect(endOf({ comment: range, seconds: 12, kind: 'carried' })).toBe(16);
  expect(endOf({ comment: open, seconds: 12, kind: 'own' })).toBeNull();
});

describe('a moment that is written', () => {
  const project = summerEp();
  const cuts = project.vibes.flatMap((vibe) => vibe.cuts);
  const cut = cuts.find(({ id }) => id === 'sg3');
  const target = (text: string) => {
    const [moment] = findMoments(
      text,
      cuts.map(({ name }) => name),
    );
    return moment ? trackOf(moment, [project], null) : null;
  };

  it('leads to the version that it names, else to the latest one', () => {
    expect(target(`${cut?.name} v1 @ 0:04`)).toMatchObject({ cutId: 'sg3', version: 1 });
    expect(target(`${cut?.name} @ 0:04`)?.version).toBe(target(`${cut?.name} @ 0:04`)?.versionIds.length);
  });

  it('belongs to the song that was named before it, else to the version at hand', () => {
    const [shown = null] = cut ? tracksOf(cut, '') : [];
    const targets = (text: string, track: Track | null) =>
      linkedParts(text, { projects: [project], track, mentions: [] }).flatMap((part) =>
        part.kind === 'moment' ? [part.target?.cutId] : [],
      );
    expect(targets(`${cut?.name} v1 @ 0:04, then 0:08`, null)).toEqual(['sg3', 'sg3']);
    expect(targets('@ 0:04', shown)).toEqual(['sg3']);
    expect(targets('@ 0:04', null)).toEqual([undefined]);
  });

  it('is looked for in the first of several projects that has its song', () => {
    const parts = linkedParts(`${cut?.name} @ 0:04`, {
      projects: [{ ...project, id: 'other', vibes: [] }, project],
      ...{ track: null, mentions: [] },
    });
    expect(parts).toMatchObject([{ kind: 'moment', target: { projectId: 'ep', cutId: 'sg3' } }]);
  });

  it('leads nowhere without a song, or past its end', () => {
    expect(target('0:04')).toBeNull();
    expect(target(`${cut?.name} @ 99:04`)).toBeNull();
  });
});
