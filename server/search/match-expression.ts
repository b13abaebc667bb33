/** A word has a letter, a digit or a character of private use, as the index's tokenizer has it. */
const wordCharacter = /[\p{L}\p{N}\p{Co}]/u;

/**
 * What a person types, as an FTS5 expression: all words must be there, the last one at least begun; what punctuation
 * joins (`mix_v3.wav`) must stand together. Everything is quoted, so nothing is taken for an operator. Null when there
 * is no word in it.
 */
export function matchExpression(typed: string): string | null {
  const words = typed.split(/[\s\p{Cc}"]+/u).filter((word) => wordCharacter.test(word));
  return words.length > 0 ? `${words.map((word) => `"${word}"`).join(' ')} *` : null;
}
