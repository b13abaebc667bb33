import type { Binding, Routing } from '../../../protocol/ipc/binding.ts';
import { bounceFoldersText } from '../../text/bounce-folders.ts';

/** Where bounces from a folder go. */
export function routingSentence(routing: Routing, vibeName: (id: string) => string | null): string {
  const text = bounceFoldersText.routing;
  switch (routing.kind) {
    case 'vibe':
      return text.vibe(vibeName(routing.vibeId) ?? text.deletedVibe);
    case 'vibe-name':
      return text.vibe(routing.name);
    case 'sub-folder':
      return text.subFolder;
    case 'song-name':
      return text.songName;
  }
}

export type FolderTone = 'good' | 'quiet' | 'hot' | 'over';

/** The state of the watcher in a word, with a sentence when there is more to know. */
export function folderStatus(
  { status, paused }: Pick<Binding, 'status' | 'paused'>,
  now: number,
): { title: string; sentence: string | null; tone: FolderTone } {
  const text = bounceFoldersText.status;
  if (paused) return { ...text.paused, tone: 'quiet' };
  switch (status.kind) {
    case 'starting':
      return { ...text.starting, tone: 'quiet' };
    case 'watching':
      return { ...(status.polling ? text.polling : text.watching), tone: 'good' };
    case 'paused':
      return { ...text.paused, tone: 'quiet' };
    case 'missing':
      return { ...text.missing(status.since, now), tone: 'over' };
    case 'error':
      return { ...text.error(status.message), tone: 'over' };
  }
}

/** Whether new bounces would go unnoticed although the user hasn't paused the folder. */
export function isInTrouble({ paused, status }: Pick<Binding, 'status' | 'paused'>): boolean {
  return !paused && (status.kind === 'missing' || status.kind === 'error');
}
