import type { Change, Difference } from './difference.ts';

/** Changes of level that are named, the largest first; the strip shows the others. */
const namedLevels = 3;
const namedNoises = 2;
const namedSections = 3;
const shortSeconds = 0.05;
/** Larger changes of level aren't told apart: one of the sounds is silent there. */
const silentDecibels = 40;

/** The quality of the match outside the changes: `null` for sound that cancels out at the right gain and offset. */
export type Agreement = 'null' | 'alike' | 'unrelated';

/** The channels whose polarity is inverted. */
export type Inverted = 'none' | 'all' | 'left' | 'right' | 'some';

const invertedText = {
  all: 'polarity inverted',
  left: 'polarity of the left channel inverted',
  right: 'polarity of the right channel inverted',
  some: 'polarity of some channels inverted',
};

/**
 * A difference in one line, such as “Bass +1.9 dB from 3:20 · 1.5 dB louder · 0.07 s later · new section at 1:04 ·
 * otherwise identical”. `seconds`: the length of the newer sound.
 */
export function describeDifference(
  difference: Omit<Difference, 'summary'>,
  { agreement, inverted, seconds }: { agreement: Agreement; inverted: Inverted; seconds: number },
): string {
  const { changes, gainDecibels, offsetSeconds } = difference;
  if (difference.identical) return 'Identical';
  if (agreement === 'unrelated') return 'Different music';
  const levels = changes
    .filter(({ kind }) => kind === 'band' || kind === 'gain')
    .toSorted((a, b) => weight(b) - weight(a));
  const noises = changes.filter(({ kind }) => kind === 'noise' || kind === 'cleaned');
  const sections = changes.filter((change) => !levels.includes(change) && !noises.includes(change));
  const parts = levels.slice(0, namedLevels).map((change) => describeLevel(change, seconds));
  if (levels.length > namedLevels) parts.push(counted(levels.length - namedLevels, 'more level change'));
  parts.push(...noises.slice(0, namedNoises).map((change) => describeNoise(change, seconds)));
  if (noises.length > namedNoises) parts.push(counted(noises.length - namedNoises, 'more steady sound'));
  if (Math.abs(gainDecibels) >= 0.1) parts.push(louder(gainDecibels));
  if (Math.abs(offsetSeconds) >= 0.0005) parts.push(later(offsetSeconds));
  if (inverted !== 'none') parts.push(invertedText[inverted]);
  parts.push(...sections.slice(0, namedSections).map(describeSection));
  if (sections.length > namedSections) parts.push(counted(sections.length - namedSections, 'more section'));
  if (agreement === 'null') parts.push(parts.length > 0 ? 'otherwise identical' : 'No audible difference');
  else if (parts.length === 0) parts.push('No change of level or timing found');
  return parts.join(' · ');
}

/** Large and long changes first. */
const weight = ({ from, to, decibels = 0 }: Change) => Math.abs(decibels) * Math.sqrt(to - from);

function describeLevel(change: Change, seconds: number): string {
  const decibels = change.decibels ?? 0;
  const what = change.band ? `${bandName(change.band)} ${signed(decibels)} dB` : gainText(decibels);
  return `${what}${when(change, seconds)}`;
}

/** Hiss, hum, or a tone: a remainder doesn't say which. */
function describeNoise(change: Change, seconds: number): string {
  const level = `−${Math.round(Math.abs(change.decibels ?? 0))} dB`;
  return `steady sound ${change.kind === 'noise' ? 'added' : 'removed'}${when(change, seconds)} (${level})`;
}

function when({ from, to }: Change, seconds: number): string {
  const [isFromStart, isToEnd] = [from < 0.5, to > seconds - 0.5];
  if (isFromStart && isToEnd) return '';
  if (isToEnd) return ` from ${clock(from)}`;
  if (isFromStart) return ` until ${clock(to)}`;
  return clock(from) === clock(to) ? ` at ${clock(from)}` : ` ${clock(from)}–${clock(to)}`;
}

function describeSection({ kind, from, to }: Change): string {
  const length = sectionLength(to - from);
  switch (kind) {
    case 'inserted':
      return `new section at ${clock(from)} (${length})`;
    case 'removed':
      return `${length} removed at ${clock(from)}`;
    default:
      return `other music ${clock(from)}–${clock(to)}`;
  }
}

/** `2 s`, `20 ms`: a short section never has a length of nothing. */
export function sectionLength(seconds: number): string {
  if (seconds >= shortSeconds) return `${plain(seconds)} s`;
  const milliseconds = 1000 * seconds;
  return `${milliseconds < 10 ? plain(Math.max(0.1, milliseconds)) : Math.round(milliseconds)} ms`;
}

/** `from` and `to` in Hz. */
export function bandName({ from, to }: { from: number; to: number }): string {
  if (to <= 46) return 'Sub-bass';
  if (to <= 360) return from >= 170 ? 'Low mids' : 'Bass';
  if (from >= 11_000) return 'Air';
  if (from >= 2800) return to <= 5700 ? 'High mids' : 'Treble';
  if (from >= 170) return to <= 720 ? 'Low mids' : to <= 5700 ? 'Mids' : 'Mids and treble';
  return to <= 720
    ? 'Bass and low mids'
    : to <= 5700
      ? 'Bass and mids'
      : `${from} Hz–${Math.round(to / 1000)} kHz`;
}

function gainText(decibels: number): string {
  if (Math.abs(decibels) < silentDecibels) return louder(decibels);
  return decibels < 0 ? 'silent' : 'no longer silent';
}

const louder = (decibels: number) => `${plain(Math.abs(decibels))} dB ${decibels > 0 ? 'louder' : 'quieter'}`;

function later(seconds: number): string {
  const size = Math.abs(seconds);
  const amount =
    size < 0.01 ? `${plain(1000 * size)} ms` : `${size < 1 ? Number(size.toFixed(2)) : plain(size)} s`;
  return `${amount} ${seconds > 0 ? 'later' : 'earlier'}`;
}

const plain = (value: number) => String(Number(value.toFixed(1)));
const signed = (value: number) => `${value > 0 ? '+' : '−'}${Math.abs(value).toFixed(1)}`;
const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** `3:20`. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
