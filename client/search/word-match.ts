/** Letters, digits and characters of private use: what words are made of, as in the server's index. */
const word = /[\p{L}\p{N}\p{Co}]+/gu;

/** The words of a text without case and accents, in their order. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(word) ?? [];
}

/** Whether every word that was typed is in the text; the last one may be half typed. Nothing typed matches nothing. */
export function matches(typed: readonly string[], text: string): boolean {
  if (typed.length === 0) return false;
  const words = wordsOf(text);
  return typed.every((one, index) =>
    index === typed.length - 1 ? words.some((known) => known.startsWith(one)) : words.includes(one),
  );
}
