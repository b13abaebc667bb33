/** Words consist of letters, digits and private-use characters, as in the server's index. */
const word = /[\p{L}\p{N}\p{Co}]+/gu;
const beyondAscii = /[^\0-\x7f]/;

/** The words of a text in order, without case and accents. */
export function wordsOf(text: string): string[] {
  return plain(text).match(word) ?? [];
}

/** Whether the text contains every typed word; the last one may be incomplete. An empty search matches nothing. */
export function matches(typed: readonly string[], text: string): boolean {
  if (typed.length === 0) return false;
  const searched = plain(text);
  // Most texts don't match, so avoid splitting them into words.
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
