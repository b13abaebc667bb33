import { bandName, sectionLength } from '../../audio/difference/describe-difference.ts';
import { plural } from '../../common/plural.ts';
import type { Change } from '../../protocol/wire/difference.ts';
import { formatDuration } from './format.ts';
import { formatGain } from './level.ts';

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
  return seconds < 10 ? sectionLength(seconds) : `${seconds.toFixed(0)} s`;
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
    case 'noise':
      return 'Steady sound added';
    case 'cleaned':
      return 'Steady sound removed';
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

/** How often guessing gives such a result. */
function oddsText(chance: number): string {
  const times = Math.round(100 * chance);
  return `a guess would do this ${times < 1 ? 'less than once' : plural(times, 'time')} in 100`;
}

type Result = {
  undecided: number;
  a: number;
  b: number;
  chance: number;
  verdict: { kind: 'heard' } | { kind: 'guess' } | { kind: 'too-few'; needed: number };
};

function verdictText({ verdict, chance }: Result, heard: string, guess: string): string {
  if (verdict.kind === 'too-few') return `too few rounds to tell. Do at least ${verdict.needed}.`;
  const words = verdict.kind === 'heard' ? heard : guess;
  // A number would say only that every guess does this.
  return chance > 0.99 ? `${words}.` : `${words} (${oddsText(chance)}).`;
}

function blindResult(
  question: 'better' | 'which-is-a',
  result: Result,
  names: { a: string; b: string },
): string {
  const { a, b, undecided } = result;
  const rounds = a + b;
  if (question === 'which-is-a')
    return `${a} of ${rounds} right: ${verdictText(result, 'you can tell them apart', 'no better than guessing')}`;
  const left = undecided > 0 ? ` ${plural(undecided, 'round')} without a choice.` : '';
  if (rounds === 0) return `You made no choice.${left}`;
  const [name, times] = a > b ? [names.a, a] : [names.b, b];
  return `You chose ${name} in ${times} of ${rounds} rounds: ${verdictText(result, 'a clear preference', 'no clear preference')}${left}`;
}

export const compareText = {
  label: (cut: string) => `Compare versions of ${cut}`,
  title: 'Compare two versions',
  back: (cut: string) => `Back to ${cut}`,
  choose: 'Choose two versions to compare.',
  side: { a: 'A', b: 'B' },
  hidden: { x: 'X', y: 'Y' },
  hear: (side: string, name: string) => `Hear ${side}, ${name}`,
  hearHidden: (side: string) => `Hear ${side}`,
  versionOf: (side: string) => `Version ${side}`,
  position: (side: string, name: string) => `Position in ${side}, ${name}`,
  state: {
    loading: 'Loading…',
    joins: 'Loading. It joins without a jump.',
    failed: 'Can’t be played',
    /** `at`: where a switch would go on, in seconds. */
    lacks: (at: number) => `Doesn’t have this part. A switch goes on from ${formatDuration(at)}.`,
  },
  gone: 'One of these versions is gone',
  goneHint: 'It was deleted or moved. Choose another version of the song.',
  same: 'Choose two different versions.',
  keys: [
    { keys: ['A', 'B'], does: 'hear' },
    { keys: ['S'], does: 'switch' },
    { keys: ['Esc'], does: 'close' },
  ],
  blindKeys: [
    { keys: ['X', 'Y'], does: 'hear' },
    { keys: ['⇧X', '⇧Y'], does: 'choose' },
    { keys: ['Esc'], does: 'end' },
  ],

  match: {
    label: 'Match levels',
    /** `louder`: by how much B is louder, in decibels. */
    of: ({ louder, isMatched, isInLoop }: { louder: number; isMatched: boolean; isInLoop: boolean }) =>
      [
        louder === 0 ? 'equally loud' : `B ${formatGain(louder)}`,
        isInLoop ? ' in the loop' : '',
        louder === 0 ? '' : isMatched ? ', matched' : ', not matched',
      ].join(''),
    hint: 'The louder one is turned down, so nothing clips.',
    unknown: 'not measured yet',
  },
  loop: {
    label: 'Loop',
    from: 'Start of the loop',
    to: 'End of the loop',
    between: '–',
    edge: (edge: 'from' | 'to', side: string) =>
      `${edge === 'from' ? 'Start' : 'End'} of the loop in ${side}`,
    loudness: (level: string) => `Loop ${level}`,
    startHere: { label: 'In', hint: 'Start the loop here' },
    endHere: { label: 'Out', hint: 'End the loop here' },
  },
  blind: {
    label: 'Blind',
    title: 'Blind test',
    hint: 'X and Y are A and B in a hidden order that changes every round.',
    question: 'Question',
    questions: { better: 'Which is better?', 'which-is-a': 'Which is A?' },
    hiddenName: 'Hidden',
    round: (round: number) => `Round ${round}`,
    isBetter: (name: string) => `${name} is better`,
    isA: (name: string) => `${name} is A`,
    undecided: 'Can’t tell',
    reveal: 'Reveal',
    again: 'Test again',
    end: 'End the test',
    result: blindResult,
    order: 'Rounds',
    was: (x: string, y: string) => `X was ${x}, Y was ${y}`,
    resultTitle: 'Result',
    returns: 'Names, waveforms and levels return when you reveal.',
  },

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
    hear: 'Hear in a loop:',
    strip: (summary: string) => `Level difference over time in ten bands: ${summary}`,
  },
};
