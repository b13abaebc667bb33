import { describe, expect, it } from 'vitest';
import { absenceOf } from '../../renderer/platform/use-absence.ts';

describe('the place of a link that is not here', () => {
  const never = { wasHere: false, isReached: true, isPatienceOver: false };

  it('is awaited for a while after the server is reached, and then it is gone', () => {
    expect(absenceOf(never)).toBe('awaited');
    expect(absenceOf({ ...never, isPatienceOver: true })).toBe('gone');
  });

  it('is never called gone where nobody can be asked', () => {
    for (const isPatienceOver of [false, true])
      expect(absenceOf({ ...never, isReached: false, isPatienceOver })).toBe('unreached');
  });

  it('is gone at once where it was seen before', () => {
    for (const isReached of [false, true])
      expect(absenceOf({ wasHere: true, isReached, isPatienceOver: false })).toBe('gone');
  });
});
