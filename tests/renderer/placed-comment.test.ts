import { describe, expect, it } from 'vitest';
import type { Difference } from '../../protocol/wire/difference.ts';
import {
  commentedFiles,
  commentsOnWave,
  originText,
  placeComments,
} from '../../renderer/features/comments/placed-comment.ts';
import { tracksOf } from '../../renderer/features/player/track.ts';
import { sampleDifference, stackedComments, stackedSong } from '../fixtures/renderer/page/stack-sample.ts';

const cut = stackedSong().vibes[0]?.cuts[0];
if (!cut) throw new Error('The sample has no cut');
const tracks = tracksOf(cut, 'Sunset Groove');
const shown = tracks.at(-1) ?? null;
const comments = stackedComments();

const place = (differences: Record<string, Difference>) =>
  placeComments(comments, { tracks, shown }, new Map(Object.entries(differences)));

describe('a comment made on an older version', () => {
  it('is at its own time while the two versions are not compared', () => {
    const placed = place({});
    expect(placed.map(({ comment: { id }, seconds }) => [id, seconds])).toEqual(
      comments.map(({ id, timestamp }) => [id, timestamp]),
    );
    expect(placed.map(originText)).toEqual(['on v2 · louder', null, 'on v2', 'on v2', null, 'on v1']);
  });

  it('is at its place on the shown version, or listed last if that is gone', () => {
    const moved = { ...sampleDifference(), offsetSeconds: 16 };
    const placed = place({ gr3: sampleDifference(), gr2: moved, gr1: sampleDifference() });
    expect(placed.map(({ comment: { id }, seconds }) => [id, Number(seconds.toFixed(2))])).toEqual([
      ['guitar', 32.47],
      ['vocals', 64],
      ['click', 160.2],
      ['break', 190.5],
      ['bass', 200.4],
      ['wide', 224.07],
    ]);
    expect(placed.map(originText)).toEqual([
      'from v2 · louder, same place',
      null,
      'from v2 · 2:24.2 there',
      'from v2 · 2:58.5 there',
      null,
      'from v1 · 3:48.0 there',
    ]);
  });

  it('says so if its place is gone, and has no marker', () => {
    const placed = place({ gr2: sampleDifference() });
    expect(placed.at(-1)).toMatchObject({ kind: 'gone', comment: { id: 'break' }, seconds: 178.5 });
    expect(placed.map(originText).at(-1)).toBe('from v2 · this part is gone');
    const marked = commentsOnWave(placed);
    expect(marked.map(({ id }) => id)).not.toContain('break');
    expect(marked.find(({ id }) => id === 'click')?.timestamp).toBeCloseTo(144.27);
  });

  it('asks for the difference of each version that has comments, once', () => {
    expect(commentedFiles(comments, tracks, shown).sort()).toEqual(['gr1', 'gr2', 'gr3']);
    expect(
      commentedFiles([...comments, { ...comments[0], fileId: null } as never], tracks, null),
    ).toHaveLength(4);
  });

  it('stays as it is if its version is unknown', () => {
    const [first] = comments;
    if (!first) throw new Error('The sample has no comments');
    for (const fileId of [null, 'deleted'])
      expect(
        placeComments([{ ...first, fileId }], { tracks, shown }, new Map()).map(({ kind }) => kind),
      ).toEqual(['own']);
  });
});
