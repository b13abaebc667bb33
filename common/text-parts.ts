import { findMentions, type Named } from './mentions.ts';
import { findMoments, type MomentInText } from './moments-in-text.ts';

/** A stretch of a text: plain, a moment of the music, or people who are mentioned. Together they are the whole text. */
export type TextPart =
  | { kind: 'plain'; text: string }
  | { kind: 'moment'; text: string; moment: MomentInText }
  | { kind: 'mention'; text: string; ids: string[] };

/** Splits a text at the moments and mentions in it. */
export function textParts(
  text: string,
  { titles, people }: { titles: readonly string[]; people: readonly Named[] },
): TextPart[] {
  const found = [
    ...findMentions(text, people).map(({ start, end, ids }) => ({
      start,
      end,
      kind: 'mention' as const,
      ids,
    })),
    ...findMoments(text, titles).map((moment) => ({
      ...{ start: moment.start, end: moment.end },
      kind: 'moment' as const,
      moment,
    })),
  ].sort((one, other) => one.start - other.start);
  const parts: TextPart[] = [];
  let at = 0;
  const plainUntil = (end: number) => {
    if (end > at) parts.push({ kind: 'plain', text: text.slice(at, end) });
  };
  for (const { start, end, ...part } of found) {
    if (start < at) continue;
    plainUntil(start);
    parts.push({ ...part, text: text.slice(start, end) });
    at = end;
  }
  plainUntil(text.length);
  return parts;
}
