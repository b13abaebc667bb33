import { describe, expect, it } from 'vitest';
import { atItsPlace, placeComment } from '../../../../audio/difference/place-comment.ts';

const later = { offsetSeconds: 2, changes: [] };
const none = () => undefined;

describe('the place of a comment on a version', () => {
  it('is its own time on its own version, and where no version is known', () => {
    for (const fileId of ['v2', null])
      expect(placeComment({ fileId, timestamp: 5 }, 'v2', () => later)).toMatchObject({
        seconds: 5,
        kind: 'own',
      });
  });

  it('is where its sound is on another version, and a range keeps its length', () => {
    const comment = { fileId: 'v1', timestamp: 5, endTimestamp: 8, text: 'Louder' };
    const placed = placeComment(comment, 'v2', (id) => (id === 'v1' ? later : undefined));
    expect(placed).toMatchObject({ seconds: 7, kind: 'carried' });
    expect(atItsPlace(placed)).toEqual({ ...comment, timestamp: 7, endTimestamp: 10 });
  });

  it('is its own time while the versions are not compared', () => {
    const placed = placeComment({ fileId: 'v1', timestamp: 5 }, 'v2', none);
    expect(placed).toMatchObject({ seconds: 5, kind: 'unknown' });
    expect(atItsPlace(placed)).toEqual({ fileId: 'v1', timestamp: 5 });
  });
});
