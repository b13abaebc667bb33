/** In pixels of the viewport. */
export type Box = { left: number; top: number; width: number; height: number };
export type Side = 'top' | 'bottom' | 'right' | 'left';

/** Between a control and its tooltip, and between a tooltip and the edge of the window. */
const gap = 6;

/**
 * Where to show a tooltip of `size` for `anchor`: above it, or on the next side on which it covers no other control
 * (`controls`). If it would cover one on every side, the side on which it covers least.
 */
export function placeTooltip(
  anchor: Box,
  size: Pick<Box, 'width' | 'height'>,
  controls: readonly Box[],
  viewport: Pick<Box, 'width' | 'height'>,
): { side: Side; box: Box } {
  const sides: Side[] = ['top', 'bottom', 'right', 'left'];
  const places = sides.map((side) => {
    const wanted = beside(anchor, size, side);
    const box = {
      ...size,
      left: clamp(wanted.left, viewport.width - size.width),
      top: clamp(wanted.top, viewport.height - size.height),
    };
    const covered = [anchor, ...controls].reduce((sum, control) => sum + overlap(box, control), 0);
    return { side, box, covered };
  });
  const { side, box } = places.reduce((best, place) => (place.covered < best.covered ? place : best));
  return { side, box };
}

export function isInside(box: Box, x: number, y: number, margin = 0): boolean {
  return (
    x >= box.left - margin &&
    x <= box.left + box.width + margin &&
    y >= box.top - margin &&
    y <= box.top + box.height + margin
  );
}

function beside(anchor: Box, { width, height }: Pick<Box, 'width' | 'height'>, side: Side) {
  const middle = {
    left: anchor.left + (anchor.width - width) / 2,
    top: anchor.top + (anchor.height - height) / 2,
  };
  switch (side) {
    case 'top':
      return { ...middle, top: anchor.top - gap - height };
    case 'bottom':
      return { ...middle, top: anchor.top + anchor.height + gap };
    case 'right':
      return { ...middle, left: anchor.left + anchor.width + gap };
    case 'left':
      return { ...middle, left: anchor.left - gap - width };
  }
}

function clamp(value: number, most: number): number {
  return Math.max(gap, Math.min(value, most - gap));
}

/** The area that two boxes share, in square pixels. */
function overlap(one: Box, other: Box): number {
  const width = Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left);
  const height = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  return width > 0 && height > 0 ? width * height : 0;
}
