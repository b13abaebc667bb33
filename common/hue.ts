/** How many hues people, songs and projects can have. */
export const hueCount = 8;

/** The hue of a person, by id, or of a song or project, by name: the same one wherever it is shown. */
export function hueOf(key: string): number {
  return hashOf(key) % hueCount;
}

/**
 * The hues of people of one band, in the order they joined. Up to eight people have eight different hues, and a newcomer
 * doesn't change the hues of the others.
 */
export function huesOf(ids: readonly string[]): Map<string, number> {
  const hues = new Map<string, number>();
  const taken = new Set<number>();
  for (const id of ids) {
    if (hues.has(id)) continue;
    if (taken.size === hueCount) taken.clear();
    let hue = hueOf(id);
    while (taken.has(hue)) hue = (hue + 1) % hueCount;
    taken.add(hue);
    hues.set(id, hue);
  }
  return hues;
}

/** A number from 0 to 2³² − 1 that spreads similar texts far apart (FNV-1a, with a last mix for the low bits). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return hash >>> 0;
}
