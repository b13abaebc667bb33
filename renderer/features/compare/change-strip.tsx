import { useEffect, useMemo, useRef } from 'react';
import type { Change, Difference } from '../../../protocol/wire/difference.ts';
import { compareText, formatBand } from '../../text/compare.ts';
import { classNames } from '../../ui/class-names.ts';
import { onThemeChange } from '../../ui/theme.ts';
import { useWidth } from '../../ui/use-width.ts';
import { PlayheadLine } from '../../ui/wave/playhead-line.tsx';
import { drawStrip } from './draw-strip.ts';
import { bandHeight, sectionWord, stripLabels } from './strip-labels.ts';

const text = compareText.whatChanged;

/** The playhead in seconds, and a subscription to its moves. */
export type Playhead = { time: () => number; onTime: (listener: () => void) => () => void };

/**
 * The changes as a picture below a waveform of the same width: a row for each octave band, the highest on top. A bar's
 * thickness is the size of the difference, and its colour says louder or quieter.
 */
export function ChangeStrip({
  difference,
  duration,
  playhead,
  onSeek,
}: {
  difference: Difference;
  /** Of the waveform above, in seconds. */
  duration: number;
  playhead: Playhead;
  onSeek: (seconds: number) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(canvas);
  const height = bandHeight * difference.bands.length;
  useEffect(() => {
    if (!canvas.current || width === 0 || duration <= 0) return;
    const { current } = canvas;
    const draw = () => drawStrip(current, difference, { width, height, duration });
    draw();
    return onThemeChange(draw);
  }, [difference, duration, width, height]);
  const labels = useMemo(() => stripLabels(difference, duration, width), [difference, duration, width]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the slider above seeks by keyboard, and the changes below are buttons
    <div
      role="img"
      aria-label={text.strip(difference.summary)}
      style={{ height }}
      onClick={(event) => {
        const { left, width: across } = event.currentTarget.getBoundingClientRect();
        if (across > 0) onSeek(Math.min(1, Math.max(0, (event.clientX - left) / across)) * duration);
      }}
      className="relative"
    >
      <BandNames bands={difference.bands} />
      <canvas ref={canvas} className="absolute inset-0 size-full" />
      {difference.changes.map((change) => (
        <Section
          key={`${change.kind} ${change.from} ${change.band?.from}`}
          change={change}
          duration={duration}
          width={width}
        />
      ))}
      {labels.map(({ change, text: label, left, top }) => (
        <span
          key={`${change.kind} ${change.from} ${change.band?.from}`}
          aria-hidden
          title={inWords(change)}
          style={{ left, top }}
          className={classNames(
            'absolute rounded border border-line-strong bg-raised px-1 text-[10px] leading-3 whitespace-nowrap tabular-nums',
            change.kind !== 'removed' && 'font-semibold',
          )}
        >
          {label}
        </span>
      ))}
      <PlayheadLine playhead={playhead} duration={duration} className="border-text" />
    </div>
  );
}

/** Every other band, in the margin on the left, where there is room. */
function BandNames({ bands }: { bands: readonly number[] }) {
  return (
    <div aria-hidden data-band-names className="absolute inset-y-0 right-full max-[480px]:hidden">
      {bands.toReversed().map((band, row) => (
        <span
          key={band}
          style={{ top: bandHeight * row, height: bandHeight }}
          className={classNames(
            'absolute right-1 text-[9px] leading-[9px] text-faint tabular-nums',
            row % 2 === 1 && 'hidden',
          )}
        >
          {formatBand(band)}
        </span>
      ))}
    </div>
  );
}

/** A section that only one of the two versions has, or that is other music. */
function Section({ change, duration, width }: { change: Change; duration: number; width: number }) {
  const left = `${(100 * change.from) / duration}%`;
  if (change.kind === 'removed')
    return (
      <span
        aria-hidden
        title={inWords(change)}
        style={{ left }}
        // Wider than its line, so that the pointer finds it.
        className="absolute inset-y-0 w-2 -translate-x-1/2 before:mx-auto before:block before:h-full before:w-0 before:border-l-2 before:border-dotted before:border-text"
      />
    );
  if (change.kind !== 'inserted' && change.kind !== 'replaced') return null;
  return (
    <span
      aria-hidden
      title={inWords(change)}
      style={{ left, width: `${(100 * (change.to - change.from)) / duration}%` }}
      className="absolute inset-y-0 flex items-center justify-center overflow-hidden rounded-sm border border-line-strong bg-[repeating-linear-gradient(135deg,var(--line)_0_1px,transparent_1px_5px)] text-[10px] font-semibold whitespace-nowrap"
    >
      {sectionWord(change, width / duration)}
    </span>
  );
}

const inWords = (change: Change) => `${text.place(change)} ${text.change(change)}`;
