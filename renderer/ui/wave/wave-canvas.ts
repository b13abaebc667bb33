import type { Peaks } from '../../../audio/peak-meter.ts';
import { onThemeChange } from '../theme.ts';
import { columnsOf } from './wave-columns.ts';
import { changedColumns, peaksDuration, type View } from './wave-shape.ts';

/** Where the sound is, in seconds, and whenever it has moved. */
export type Playhead = { time: () => number; onTime: (listener: () => void) => () => void };

export type WaveDrawing = {
  peaks: Peaks;
  view: View;
  /** Bars with gaps instead of a solid shape: at the height of a row, a solid shape is a block. */
  bars: boolean;
  playhead: Playhead | null;
};

type Bitmaps = { rest: HTMLCanvasElement; played: HTMLCanvasElement };

/**
 * Keeps a canvas drawn: at its size, in the theme's colours, with the part before the play-head in the song's own. While
 * playing, only the columns between the old and the new play-head are copied, from one bitmap of each tone.
 */
export function followWave(canvas: HTMLCanvasElement, drawing: WaveDrawing): () => void {
  const { peaks, view, playhead } = drawing;
  const duration = peaksDuration(peaks);
  const context = canvas.getContext('2d');
  let bitmaps: Bitmaps | null = null;
  let played = 0;
  let size: { width: number; height: number } | null = null;

  const playedColumns = () => {
    if (!playhead || duration <= 0) return 0;
    const share = (playhead.time() / duration - view.from) / (view.to - view.from);
    return Math.round(Math.min(1, Math.max(0, share)) * canvas.width);
  };

  const draw = () => {
    if (!context || !size) return;
    const scale = Math.max(1, window.devicePixelRatio || 1);
    canvas.width = Math.round(size.width * scale);
    canvas.height = Math.round(size.height * scale);
    bitmaps = null;
    played = 0;
    paintWave(context, drawing, scale, tones(canvas, 'rest'));
    show();
  };

  const show = () => {
    const { width, height } = canvas;
    const change = changedColumns(played, playedColumns());
    if (!context || !change || width === 0 || height === 0) return;
    bitmaps ??= makeBitmaps(canvas, drawing);
    const length = change.to - change.from;
    context.clearRect(change.from, 0, length, height);
    const from = change.played ? bitmaps.played : bitmaps.rest;
    context.drawImage(from, change.from, 0, length, height, change.from, 0, length, height);
    played = change.played ? change.to : change.from;
  };

  // It calls back once at the start, when the layout is known.
  const observer = new ResizeObserver(([entry]) => {
    if (!entry) return;
    size = entry.contentRect;
    draw();
  });
  observer.observe(canvas);
  const stops = [onThemeChange(draw), playhead?.onTime(show)];
  return () => {
    observer.disconnect();
    for (const stop of stops) stop?.();
  };
}

function makeBitmaps(canvas: HTMLCanvasElement, drawing: WaveDrawing): Bitmaps {
  const scale = Math.max(1, window.devicePixelRatio || 1);
  const paint = (tone: 'rest' | 'played') => {
    const bitmap = document.createElement('canvas');
    bitmap.width = canvas.width;
    bitmap.height = canvas.height;
    const context = bitmap.getContext('2d');
    if (context) paintWave(context, drawing, scale, tones(canvas, tone));
    return bitmap;
  };
  return { rest: paint('rest'), played: paint('played') };
}

type Tones = { body: string; peak: string };

function tones(canvas: HTMLCanvasElement, tone: 'rest' | 'played'): Tones {
  const style = getComputedStyle(canvas);
  const [body, peak] =
    tone === 'rest' ? ['--wave-rms', '--wave-peak'] : ['--wave-played', '--wave-played-peak'];
  return { body: style.getPropertyValue(body).trim(), peak: style.getPropertyValue(peak).trim() };
}

function paintWave(
  context: CanvasRenderingContext2D,
  { peaks, view, bars }: WaveDrawing,
  scale: number,
  { body, peak }: Tones,
): void {
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  const columns = columnsOf({ peaks, view, bars }, { width, height }, scale);
  for (const [tone, fill] of [
    ['peak', peak],
    ['body', body],
  ] as const) {
    context.fillStyle = fill;
    context.beginPath();
    columns[tone]((...rectangle) => context.rect(...rectangle));
    context.fill();
  }
}
