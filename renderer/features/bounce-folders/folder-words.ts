import type { Binding, Routing } from '../../../protocol/ipc/binding.ts';
import { formatClock } from '../../text/format.ts';

/** Where bounces from a folder go, in words. */
export function routingSentence(routing: Routing, vibeName: (id: string) => string | null): string {
  switch (routing.kind) {
    case 'vibe':
      return `All into ${vibeName(routing.vibeId) ?? 'a vibe that is gone'}`;
    case 'vibe-name':
      return `All into ${routing.name}`;
    case 'sub-folder':
      return 'Each into the vibe named after its sub-folder';
    case 'song-name':
      return 'Each into the vibe named after its song';
  }
}

export type FolderTone = 'good' | 'quiet' | 'hot' | 'over';

/** How the watching goes: a word, and a sentence when there is something to know. */
export function folderStatus(
  binding: Pick<Binding, 'status' | 'paused'>,
  now: number,
): { title: string; sentence: string | null; tone: FolderTone } {
  if (binding.paused)
    return { title: 'Paused', sentence: 'Bounces stay where they are until you resume.', tone: 'quiet' };
  const { status } = binding;
  switch (status.kind) {
    case 'starting':
      return { title: 'Starting', sentence: null, tone: 'quiet' };
    case 'watching':
      return {
        title: 'Watching',
        sentence: status.polling
          ? 'On a network drive: a bounce is noticed within half a minute or so.'
          : null,
        tone: 'good',
      };
    case 'paused':
      return { title: 'Paused', sentence: 'Bounces stay where they are until you resume.', tone: 'quiet' };
    case 'missing':
      return {
        title: 'Missing',
        sentence: `Not there since ${formatClock(status.since, now)}. Plug the drive in or put the folder back: watching goes on by itself.`,
        tone: 'over',
      };
    case 'error':
      return { title: 'Trouble', sentence: status.message, tone: 'over' };
  }
}

/** Whether bounces in the folder would go unnoticed, and not because the user paused it. */
export function isInTrouble({ paused, status }: Pick<Binding, 'status' | 'paused'>): boolean {
  return !paused && (status.kind === 'missing' || status.kind === 'error');
}
