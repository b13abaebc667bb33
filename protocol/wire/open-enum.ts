import * as z from 'zod';

/** A word that this version doesn't know: a later version added it. */
export type UnknownWord = string & { readonly unknownWord: never };

const unknownWordSchema = z.string().min(1).max(100) as unknown as z.ZodType<UnknownWord, UnknownWord>;

/**
 * One of these words, or one that a later version adds. Answers and events use it, so a newer server never breaks an
 * older client. What a client sends stays a closed `z.enum`: the server refuses words it doesn't know.
 */
export function openEnum<Word extends string>(known: z.ZodType<Word, Word>) {
  return z.union([known, unknownWordSchema]);
}

/** The map's value for the word; undefined for a word of a later version. */
export function forWord<Word extends string, Value>(
  map: Readonly<Record<Word, Value>>,
  word: Word | UnknownWord,
): Value | undefined {
  return Object.hasOwn(map, word) ? map[word as Word] : undefined;
}
