const longest = 140;

/** The beginning of a text on one line of at most 140 characters, as feeds and notifications show it. */
export function excerptOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  // By code points, so that no character is split.
  const characters = [...line.slice(0, 2 * longest + 2)];
  return characters.length > longest
    ? `${characters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`
    : line;
}
