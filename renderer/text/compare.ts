import type { Change } from '../../protocol/wire/difference.ts';
import { formatDuration } from './format.ts';
import { formatGain } from './level.ts';

/** Upper limits in Hz of the middle of a band. A difference is measured in bands, never in instruments. */
const bandNames = [
  [45, 'Sub'],
  [177, 'Bass'],
  [355, 'Low mids'],
  [1414, 'Mids'],
  [5657, 'Highs'],
  [Number.POSITIVE_INFINITY, 'Air'],
] as const;

/** A range of frequencies in Hz, as a mixer would call it: `Bass`. */
function bandName({ from, to }: { from: number; to: number }): string {
  const middle = Math.sqrt(Math.max(1, from) * to);
  return bandNames.find(([limit]) => middle < limit)?.[1] ?? 'Air';
}

/** `63`, `1k`, `16k`: a band's centre, as on an equaliser. */
export function formatBand(hertz: number): string {
  return hertz >= 1000 ? `${Math.round(hertz / 1000)}k` : String(Math.round(hertz));
}

/** `63–250 Hz`, `2–8 kHz`. */
function formatRange({ from, to }: { from: number; to: number }): string {
  return from >= 1000
    ? `${formatBand(from).slice(0, -1)}–${formatBand(to).slice(0, -1)} kHz`
    : `${formatBand(from)}–${formatBand(to)} Hz`;
}

function formatSeconds(seconds: number): string {
  return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
}

/** A change without its place. */
function changeText({ kind, from, to, band, decibels }: Change): string {
  switch (kind) {
    case 'band':
      return [band && bandName(band), decibels !== undefined && formatGain(decibels)]
        .filter(Boolean)
        .join(' ');
    case 'gain':
      return decibels === undefined ? 'Other level' : formatGain(decibels);
    case 'inserted':
      return `New section, ${formatSeconds(to - from)}`;
    case 'removed':
      return `${formatSeconds(to - from)} removed`;
    case 'replaced':
      return 'Other music';
    default:
      return 'Changed';
  }
}

export const compareText = {
  whatChanged: {
    since: (name: string) => `What changed since ${name}`,
    between: (a: string, b: string) => `What changed from ${a} to ${b}`,
    matched: 'levels matched',
    comparing: 'Comparing…',
    none: 'These two can’t be compared.',
    unreached: 'What changed appears when you’re online.',
    nothing: 'Nothing else changed.',
    louder: 'louder',
    quieter: 'quieter',
    newHere: 'New',
    otherMusic: 'Other music',
    list: 'Changes',
    change: changeText,
    range: (change: Change) => (change.band ? formatRange(change.band) : ''),
    place: ({ kind, from, to }: Change) =>
      kind === 'removed' ? formatDuration(from) : `${formatDuration(from)}–${formatDuration(to)}`,
    goTo: (change: Change) => `Go to ${formatDuration(change.from)}: ${changeText(change)}`,
    hear: (change: Change) => `Hear ${formatDuration(change.from)} in a loop: ${changeText(change)}`,
    strip: (summary: string) => `Level difference over time in ten bands: ${summary}`,
  },
};
