/** Names on the wire have at most this many UTF-16 units. */
export const longestName = 200;

/** Counts UTF-16 units, as the server does, but never splits a character. */
export function shorten(name: string, limit = longestName): string {
  const trimmed = name.trim();
  if (trimmed.length <= limit) return trimmed;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(trimmed)) {
    if (kept.length + segment.length > limit) break;
    kept += segment;
  }
  return kept.trim();
}
