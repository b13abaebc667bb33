import type { Change, Match } from './difference.ts';
import type { Outline } from './outline.ts';

/** Shorter remains beside a longer one are its fades. */
const shortestSeconds = 0.25;
/** A sound that begins or ends this much earlier or later is only shifted or trimmed. */
const shortestEndSeconds = 1;
/** Quieter than this beside the whole sound is silence: −50 dB. */
const silentShare = 1e-5;

/**
 * The offset, and the sections that are in only one of the sounds. A replaced section is as long in both: the rest of
 * the longer one is inserted or removed after it.
 */
export function findSections(
  newer: Outline,
  older: Outline,
  matches: Match[],
): { offset: number; changes: Change[] } {
  const [newerEnd, olderEnd] = [newer.frames / newer.sampleRate, older.frames / older.sampleRate];
  const first = matches[0];
  const last = matches.at(-1);
  if (!first || !last) return { offset: 0, changes: gap(0, newerEnd, olderEnd) };

  // The head: what comes before the first common moment.
  const [newerHead, olderHead] = [first.from, first.from - first.lag];
  const isShift =
    (newerHead < shortestEndSeconds || isSilent(newer, 0, newerHead)) &&
    (olderHead < shortestEndSeconds || isSilent(older, 0, olderHead));
  const isReplaced = Math.abs(first.lag) < 0.05 && !isShift;
  const offset = isShift || isReplaced ? first.lag : 0;
  const changes = isShift ? [] : gap(0, newerHead - Math.max(0, offset), olderHead + Math.min(0, offset));
  for (const [index, match] of matches.entries()) {
    const before = matches[index - 1];
    if (before)
      changes.push(
        ...gap(before.to, match.from - before.to, match.from - match.lag - (before.to - before.lag)),
      );
  }
  const newerTail = newerEnd - last.to;
  const olderTail = olderEnd - (last.to - last.lag);
  const hasSound = (outline: Outline, from: number, length: number) =>
    length >= shortestEndSeconds && !isSilent(outline, from, from + length);
  changes.push(
    ...gap(
      last.to,
      hasSound(newer, last.to, newerTail) ? newerTail : 0,
      hasSound(older, last.to - last.lag, olderTail) ? olderTail : 0,
    ),
  );
  return { offset, changes };
}

/** `newer` and `older`: how long each goes on without the other, in seconds. */
function gap(from: number, newer: number, older: number): Change[] {
  const common = Math.min(newer, older);
  const rest = Math.abs(newer - older);
  const changes: Change[] = [];
  // Lengths must stay exact, since moments are carried over by them: a short remain joins the longer part.
  const replaced = common >= shortestSeconds ? common : 0;
  if (replaced > 0) changes.push({ kind: 'replaced', from, to: from + replaced });
  if (rest < 1e-6) return changes;
  const at = from + replaced;
  changes.push({ kind: newer > older ? 'inserted' : 'removed', from: at, to: at + rest });
  return changes;
}

function isSilent({ samples, rate, start }: Outline, from: number, to: number): boolean {
  const part = samples.subarray(
    Math.max(0, Math.round((from - start) * rate)),
    // Edges may be a little late.
    Math.max(0, Math.round((to - start - 0.05) * rate)),
  );
  const power = (values: Float32Array) =>
    values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, values.length);
  return power(part) <= silentShare * power(samples);
}
