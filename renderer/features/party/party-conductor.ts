import { type Alignment, carry } from '../../../audio/difference/alignment.ts';
import type { PartyControl, PartyState } from '../../../protocol/wire/party.ts';
import type { Track } from '../player/port.ts';
import type { Conductor, Listening } from '../player/port.tsx';

/** How far J goes back, in seconds: nobody rewinds for all. */
const rewindSeconds = 5;

/**
 * The orders of this window while it is in a party: they are for everyone. A sound of another project is for this
 * listener alone, who leaves.
 */
export function createPartyConductor(parts: {
  player: Listening['direct']['player'];
  projectId: string;
  state(): PartyState | null;
  /** The moment that everyone hears, in seconds. */
  position(): number;
  alignmentOf(older: Track, newer: Track): Alignment | null;
  control(control: PartyControl): void;
  leave(): void;
}): Conductor {
  const { player, projectId, state, position, control } = parts;
  const held = () => player.state.get().track;
  const isHeld = ({ fileId }: Track) => state()?.fileId === fileId;
  const duration = () => player.state.get().duration || Number.POSITIVE_INFINITY;
  const isOver = () => state()?.loop === null && position() >= duration();

  /** Whether the track is none of the party's. */
  const isElsewhere = (track: Track) => {
    if (track.projectId === projectId) return false;
    parts.leave();
    return true;
  };
  const open = ({ fileId }: Track, at: number | undefined, isPlaying: boolean) =>
    control({ kind: 'open', fileId, position: Math.max(0, at ?? 0), isPlaying });
  const seek = (seconds: number) =>
    control({ kind: 'seek', position: Math.max(0, Math.min(seconds, duration())) });
  const play = (at?: number) => {
    const from = at ?? (isOver() ? 0 : undefined);
    control({ kind: 'play', ...(from !== undefined && { position: Math.max(0, from) }) });
  };
  const pause = () => {
    if (state()?.isPlaying) control({ kind: 'pause' });
  };

  return {
    cue(track, at) {
      if (isElsewhere(track)) player.cue(track, at);
      else if (!isHeld(track)) open(track, at, false);
      else if (at !== undefined) seek(at);
    },
    play(track, at) {
      if (isElsewhere(track)) player.play(track, at);
      else if (isHeld(track)) play(at);
      else open(track, at, true);
    },
    swap(track) {
      if (isElsewhere(track)) return player.swap(track);
      if (isHeld(track)) return;
      control({ kind: 'switch', fileId: track.fileId, shift: shiftTo(track, held(), position(), parts) });
    },
    toggle() {
      if (state()?.isPlaying && !isOver()) pause();
      else play();
    },
    pause,
    clear() {
      parts.leave();
      player.clear();
    },
    seek,
    nudge: (seconds) => seek(position() + seconds),
    shuttle(key) {
      if (key === 'k') pause();
      else if (key === 'j') seek(position() - rewindSeconds);
      else if (!state()?.isPlaying || isOver()) play();
    },
    setLoop: (loop) => control({ kind: 'loop', loop }),
  };
}

/** How much later a moment of the music is in another version of the song, in seconds. */
function shiftTo(
  to: Track,
  from: Track | null,
  at: number,
  { alignmentOf }: { alignmentOf(older: Track, newer: Track): Alignment | null },
): number {
  if (from?.cutId !== to.cutId) return 0;
  const isNewer = from.version < to.version;
  const alignment = isNewer ? alignmentOf(from, to) : alignmentOf(to, from);
  return alignment ? carry(alignment, isNewer ? 'a' : 'b', at) - at : 0;
}
