import type { PartyLoop } from '../../../protocol/wire/party.ts';
import type { Track } from '../player/port.ts';
import type { Listening } from '../player/port.tsx';
import type { PartySound } from './steering.ts';

/** The player of this window as the sound of a party. `trackOf` finds a file of the party's project. */
export function createPartySound(
  { player, deck, desk, switchVersion }: Listening['direct'],
  trackOf: (fileId: string) => Track | null,
): PartySound {
  const phase = () => player.state.get().phase;
  const held = () => player.state.get().track;
  return {
    knows: (fileId) => trackOf(fileId) !== null,
    holds: (fileId) => held()?.fileId === fileId,
    put(fileId, at, seamless) {
      const track = trackOf(fileId);
      if (!track) return;
      if (seamless && held()?.cutId === track.cutId) switchVersion(track);
      else {
        player.pause();
        player.cue(track, at);
      }
    },
    setLoop(loop) {
      const track = held();
      const { loop: before, b, ownDecibels } = deck.state.get();
      if (!track || isSame(loop, before)) return;
      if (loop) {
        if (!deck.has(track)) deck.compare(track, null);
        deck.setLoop(loop);
      } else if (b || ownDecibels) deck.setLoop(null);
      else deck.leave();
    },
    heard: desk.heard,
    latency: desk.latency,
    duration: () => player.state.get().duration,
    isReady: desk.isReady,
    isStarted: () => phase() === 'playing' || phase() === 'loading',
    isMoving: desk.isMoving,
    hasFailed: () => phase() === 'failed',
    play() {
      const track = held();
      if (track) player.play(track);
    },
    pause: () => player.pause(),
    seek: (seconds) => player.seek(seconds),
    setRate: desk.setRate,
  };
}

/** In seconds: a loop is rounded to whole samples on its way. */
const closeEnough = 0.001;

function isSame(one: PartyLoop | null, other: PartyLoop | null): boolean {
  if (!one || !other) return one === other;
  return Math.abs(one.from - other.from) < closeEnough && Math.abs(one.to - other.to) < closeEnough;
}
