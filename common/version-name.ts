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
