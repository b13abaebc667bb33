const longest = 140;

/** How a text begins, in one line of 140 characters at most: what a feed or a notification shows of it. */
export function beginningOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  // By code points, so that no character is cut in half.
  const characters = [...line.slice(0, 2 * longest + 2)];
  return characters.length > longest
    ? `${characters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`
    : line;
}
