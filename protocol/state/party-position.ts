import type { PartyLoop, PartyState } from '../wire/party.ts';

type Playing = Pick<PartyState, 'at' | 'isPlaying' | 'position' | 'loop'>;

/** The moment of the sound that is heard at a moment of the server's clock. In seconds; may be behind the sound's end. */
export function partyPositionAt({ at, isPlaying, position, loop }: Playing, serverTime: number): number {
  const played = isPlaying ? Math.max(0, serverTime - at) / 1000 : 0;
  return inLoop(position + played, position, loop);
}

/** Only a playhead that was before the end of the loop turns there. */
function inLoop(now: number, began: number, loop: PartyLoop | null): number {
  if (!loop || began >= loop.to || now < loop.to) return now;
  return loop.from + ((now - loop.from) % (loop.to - loop.from));
}

/** How far one position is ahead of another, in seconds: the short way round if both are in the loop. */
export function aheadOf(one: number, other: number, loop: PartyLoop | null): number {
  const ahead = one - other;
  if (!loop) return ahead;
  const isInside = (seconds: number) => seconds >= loop.from && seconds <= loop.to;
  if (!isInside(one) || !isInside(other)) return ahead;
  const length = loop.to - loop.from;
  return ahead - length * Math.round(ahead / length);
}
