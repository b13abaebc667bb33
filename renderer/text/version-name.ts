import type { File } from '../../protocol/wire/file.ts';

/**
 * A version as people call it: by the label in its file's name and the note after it (`v2 · louder`). Without a label it
 * is called by its number in the stack.
 */
export function versionName({ label, note }: Pick<File, 'label' | 'note'>, version: number): string {
  return [label || `v${version}`, note].filter(Boolean).join(' · ');
}
