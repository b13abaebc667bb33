import type { PartyState } from '../../../protocol/wire/party.ts';
import { formatMoment } from '../../text/moment.ts';
import { partyText } from '../../text/party.ts';

/** A sentence about the difference between two states of a party that follow each other: what somebody did. */
export function deedOf(
  before: PartyState,
  after: PartyState,
  name: string,
  songOf: (fileId: string) => string,
): string {
  const { did } = partyText;
  if (after.fileId !== before.fileId) return did.song(name, songOf(after.fileId));
  if (JSON.stringify(after.loop) !== JSON.stringify(before.loop)) {
    const { loop } = after;
    return loop ? did.loop(name, formatMoment(loop.from), formatMoment(loop.to)) : did.loopEnd(name);
  }
  if (after.isPlaying !== before.isPlaying) return after.isPlaying ? did.play(name) : did.pause(name);
  return did.seek(name, formatMoment(after.position));
}
