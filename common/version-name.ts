/**
 * A version as people call it: by the label in its file's name and the note after it (`v2 · louder`). Without a label it
 * is called by its number in the stack.
 */
export function versionName(
  { label, note }: { label?: string | undefined; note?: string | undefined },
  version: number,
): string {
  return [label || `v${version}`, note].filter(Boolean).join(' · ');
}

/** The names of all versions of a song, oldest first, without notes except where labels alone would be the same. */
export function shortVersionNames(
  versions: readonly { label?: string | undefined; note?: string | undefined }[],
): string[] {
  return versions.map((version, index) => {
    const isAlone = !version.label || versions.filter(({ label }) => label === version.label).length === 1;
    return isAlone ? version.label || `v${index + 1}` : versionName(version, index + 1);
  });
}
