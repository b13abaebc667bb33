import type { Binding, Routing } from '../../../protocol/ipc/binding.ts';
import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import { bounceFoldersText } from '../../text/bounce-folders.ts';
import type { StatusTone } from '../../ui/status-light.tsx';

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

/** The state of the watcher in a word, with a sentence when there is more to know. */
export function folderStatus(
  { status, paused }: Pick<Binding, 'status' | 'paused'>,
  now: number,
  isWriting = false,
): { title: string; sentence: string | null; tone: StatusTone } {
  const text = bounceFoldersText.status;
  if (paused) return { ...text.paused, tone: 'off' };
  switch (status.kind) {
    case 'starting':
      return { ...text.starting, tone: 'nothing' };
    case 'watching':
      if (isWriting) return { ...text.writing, tone: 'working' };
      return { ...(status.polling ? text.polling : text.watching), tone: 'good' };
    case 'paused':
      return { ...text.paused, tone: 'off' };
    case 'missing':
      return { ...text.missing(status.since, now), tone: 'trouble' };
    case 'error':
      return { ...text.error(status.message), tone: 'trouble' };
  }
}

/** Whether a program still writes this file. */
export function isBeingWritten({ state }: Pick<Transfer, 'state'>): boolean {
  return state.kind === 'settling' && state.reason !== 'quiet';
}
