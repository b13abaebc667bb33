import type { Peaks } from '../../../audio/peak-meter.ts';
import { type Shape, shapeOf, type View } from './wave-shape.ts';

/** In CSS pixels: the width of a bar, and of a column with its gap. */
const barWidth = 2;
const barStep = 3;

/** Passes on each column, as a rectangle in device pixels. */
type Columns = (rectangle: (x: number, y: number, width: number, height: number) => void) => void;

/**
 * The columns of each tone. `bars`: with gaps instead of a solid shape. Without RMS the peaks are the
 * shape, so they take the tone that has enough contrast alone.
 */
export function columnsOf(
  { peaks, view, bars }: { peaks: Peaks; view: View; bars: boolean },
  size: { width: number; height: number },
  scale: number,
): { peak: Columns; body: Columns } {
  const step = bars ? Math.round(barStep * scale) : 1;
  const width = bars ? Math.round(barWidth * scale) : 1;
  const shape = shapeOf(peaks, Math.ceil(size.width / step), view);
  const middle = size.height / 2;
  const reach = middle - scale;
  // Silence stays a line.
  const least = scale / 2;
  const columns =
    (up: Float32Array, down: Float32Array): Columns =>
    (rectangle) => {
      for (let column = 0; column < up.length; column++) {
        const above = Math.max(least, (up[column] ?? 0) * reach);
        const below = Math.max(least, (down[column] ?? 0) * reach);
        rectangle(column * step, middle - above, width, above + below);
      }
    };
  const outline = columns(shape.top, shape.bottom);
  if (!shape.rms) return { peak: () => {}, body: outline };
  return { peak: outline, body: columns(...bodyOf(shape, shape.rms)) };
}

/** The body never reaches out of the peaks, which a column of several points has lower than its highest one. */
function bodyOf({ top, bottom }: Shape, rms: Float32Array): [Float32Array, Float32Array] {
  return [
    rms.map((value, column) => Math.min(value, top[column] ?? 0)),
    rms.map((value, column) => Math.min(value, bottom[column] ?? 0)),
  ];
}
