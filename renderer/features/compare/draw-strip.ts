import type { Difference } from '../../../protocol/wire/difference.ts';
import { strengthOf, stripCells } from './strip-cells.ts';

/** The width of a column, in pixels. */
const pitch = 2;

/** Draws the level differences in the colours of the theme. Sizes in CSS pixels. */
export function drawStrip(
  canvas: HTMLCanvasElement,
  difference: Difference,
  { width, height, duration }: { width: number; height: number; duration: number },
): void {
  const scale = window.devicePixelRatio;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(scale, scale);
  const colours = getComputedStyle(document.documentElement);
  const [louder, quieter, line] = ['--louder', '--quieter', '--line'].map((name) =>
    colours.getPropertyValue(name).trim(),
  ) as [string, string, string];
  const columns = Math.max(1, Math.floor(width / pitch));
  const cells = stripCells(difference, columns, duration);
  const row = height / cells.length;
  cells.forEach((band, index) => {
    const middle = height - (index + 0.5) * row;
    context.globalAlpha = 1;
    context.fillStyle = line;
    context.fillRect(0, middle - 0.25, width, 0.5);
    band.forEach((decibels, column) => {
      const strength = strengthOf(decibels);
      if (strength === 0) return;
      const thickness = 2 + strength * (row - 3);
      context.globalAlpha = 0.45 + 0.55 * Math.min(1, 2 * strength);
      context.fillStyle = (decibels ?? 0) > 0 ? louder : quieter;
      context.fillRect(column * pitch, middle - thickness / 2, pitch, thickness);
    });
  });
}
