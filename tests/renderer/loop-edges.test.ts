import { describe, expect, it } from 'vitest';
import { withEdge } from '../../renderer/ui/loop-handles.tsx';

describe('an edge of a loop that is moved', () => {
  it.each([
    ['from', 12, { from: 12, to: 20 }],
    ['to', 35, { from: 10, to: 35 }],
    ['from', -3, { from: 0, to: 20 }],
    ['to', 90, { from: 10, to: 60 }],
  ] as const)('%s to %i s stays within the sound', (edge, seconds, moved) => {
    expect(withEdge({ from: 10, to: 20 }, edge, seconds, 60)).toEqual(moved);
  });

  it('never passes the other one', () => {
    expect(withEdge({ from: 10, to: 20 }, 'from', 30, 60)).toEqual({ from: 19.9, to: 20 });
    expect(withEdge({ from: 10, to: 20 }, 'to', 5, 60)).toEqual({ from: 10, to: 10.1 });
  });
});
