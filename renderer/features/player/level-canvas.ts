import { type Level, quietest, settled, silence } from './level.ts';

/** In CSS pixels. They never change, so that drawing needs no layout. */
export const meterSize = { width: 72, height: 10 };

/** The zones of a mixer, in decibels: fine, loud, at full scale. */
const zones = [
  { from: quietest, to: -9, tone: 'good' },
  { from: -9, to: -0.5, tone: 'hot' },
  { from: -0.5, to: 1, tone: 'over' },
] as const;

export type MeterTones = Record<'good' | 'hot' | 'over' | 'rest', string>;

export type MeterSource = {
  /** In seconds; it moves only while something plays. */
  time(): number;
  onTime(listener: () => void): () => void;
  isPlaying(): boolean;
  level(): Level;
  /** Whether nobody can see the meter. */
  isHidden(): boolean;
};

/**
 * Draws the level while the sound moves and can be seen, and an empty meter otherwise. A frame whose bars end at the same
 * pixels draws nothing.
 */
export function followLevel(
  context: Pick<CanvasRenderingContext2D, 'fillRect' | 'clearRect' | 'fillStyle' | 'globalAlpha'>,
  { scale, tones }: { scale: number; tones: MeterTones },
  { time, onTime, isPlaying, level, isHidden }: MeterSource,
): () => void {
  const [width, height] = [meterSize.width * scale, meterSize.height * scale];
  let shown = silence;
  let last = time();
  let drawn = '';

  const columnOf = (decibels: number) =>
    Math.round(Math.min(1, Math.max(0, (decibels - quietest) / (1 - quietest))) * width);
  const bar = (decibels: number, top: number, thick: number) => {
    const end = columnOf(decibels);
    for (const { from, to, tone } of zones) {
      const left = columnOf(from);
      context.fillStyle = tones[tone];
      if (end > left) context.fillRect(left, top, Math.min(end, columnOf(to)) - left, thick);
    }
  };
  const show = () => {
    const key = `${columnOf(shown.rms)} ${columnOf(shown.peak)}`;
    if (key === drawn) return;
    drawn = key;
    context.clearRect(0, 0, width, height);
    context.globalAlpha = 1;
    context.fillStyle = tones.rest;
    context.fillRect(0, 0, width, height);
    context.globalAlpha = 0.45;
    bar(shown.peak, 0, height);
    context.globalAlpha = 1;
    bar(shown.rms, 0, height);
  };
  show();
  return onTime(() => {
    if (isHidden()) return;
    const now = time();
    const elapsed = now - last;
    last = now;
    // A jump is another moment: nothing falls from there.
    if (!isPlaying()) shown = silence;
    else shown = elapsed >= 0 && elapsed < 1 ? settled(shown, level(), elapsed) : level();
    show();
  });
}
