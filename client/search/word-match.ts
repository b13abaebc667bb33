/** Letters, digits and characters of private use: what words are made of, as in the server's index. */
const word = /[\p{L}\p{N}\p{Co}]+/gu;
const beyondAscii = /[^\0-\x7f]/;

/** The words of a text without case and accents, in their order. */
export function wordsOf(text: string): string[] {
  return plain(text).match(word) ?? [];
}

/** Whether every word that was typed is in the text; the last one may be half typed. Nothing typed matches nothing. */
export function matches(typed: readonly string[], text: string): boolean {
  if (typed.length === 0) return false;
  const searched = plain(text);
  // Most texts have none of it, and are not worth being taken apart.
  if (!typed.every((one) => searched.includes(one))) return false;
  const words: readonly string[] = searched.match(word) ?? [];
  return typed.every((one, index) =>
    index === typed.length - 1 ? words.some((known) => known.startsWith(one)) : words.includes(one),
  );
}

function plain(text: string): string {
  const simple = beyondAscii.test(text) ? text.normalize('NFD').replace(/\p{M}/gu, '') : text;
  return simple.toLowerCase();
}
