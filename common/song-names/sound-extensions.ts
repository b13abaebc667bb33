/** The extensions of the formats that producers bounce to, and ZIP for stems. Lower case, with the dot. */
export const soundExtensions: ReadonlySet<string> = new Set([
  '.wav',
  '.wave',
  '.bwf',
  '.rf64',
  '.w64',
  '.aif',
  '.aiff',
  '.aifc',
  '.flac',
  '.mp3',
  '.m4a',
  '.aac',
  '.ogg',
  '.oga',
  '.opus',
  '.zip',
]);

/** A name without its sound extension. Any other dot belongs to the name: `Dune v2.1b`, `Mr.Blue`. */
export function withoutSoundExtension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot >= 0 && soundExtensions.has(name.slice(dot).toLowerCase()) ? name.slice(0, dot) : name;
}
