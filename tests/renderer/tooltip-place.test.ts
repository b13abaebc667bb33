import { describe, expect, it } from 'vitest';
import { type Box, placeTooltip } from '../../renderer/ui/tooltip-place.ts';

const viewport = { width: 1000, height: 700 };
const size = { width: 120, height: 24 };
const play: Box = { left: 500, top: 300, width: 36, height: 36 };

function meets(one: Box, other: Box): boolean {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  );
}

describe('a tooltip', () => {
  it('shows above its control', () => {
    expect(placeTooltip(play, size, [], viewport)).toEqual({
      side: 'top',
      box: { left: 458, top: 270, width: 120, height: 24 },
    });
  });

  it('moves to a side where it covers no other control', () => {
    const above = { left: 440, top: 264, width: 100, height: 28 };
    const below = { left: 0, top: 340, width: 1000, height: 112 };
    expect(placeTooltip(play, size, [above], viewport).side).toBe('bottom');
    const { side, box } = placeTooltip(play, size, [above, below], viewport);
    expect(side).toBe('right');
    for (const control of [above, below, play]) expect(meets(box, control)).toBe(false);
  });

  it('stays inside the window without covering its own control', () => {
    for (const [left, top] of [
      [0, 0],
      [980, 0],
      [0, 680],
      [980, 680],
    ] as const) {
      const anchor = { left, top, width: 20, height: 20 };
      const { box } = placeTooltip(anchor, size, [], viewport);
      expect(box.left).toBeGreaterThanOrEqual(0);
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.left + box.width).toBeLessThanOrEqual(viewport.width);
      expect(box.top + box.height).toBeLessThanOrEqual(viewport.height);
      expect(meets(box, anchor)).toBe(false);
    }
  });

  it('covers as little as possible when there is a control on every side', () => {
    const full = [
      { left: 400, top: 200, width: 240, height: 99 },
      { left: 400, top: 337, width: 240, height: 99 },
      { left: 400, top: 300, width: 99, height: 36 },
    ];
    const sliver = { left: 650, top: 300, width: 99, height: 36 };
    expect(placeTooltip(play, size, [...full, sliver], viewport).side).toBe('right');
  });
});
