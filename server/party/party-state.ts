import { partyPositionAt } from '../../protocol/state/party-position.ts';
import type { PartyControl, PartyState } from '../../protocol/wire/party.ts';

/** In seconds, as the schema of the protocol: a party that plays on behind the end of its sound stops counting there. */
const longest = 86_400;
const clamp = (seconds: number) => Math.min(longest, Math.max(0, seconds));

/** The state after a control, from `at` on. Never before the state that it follows, so that they are met in order. */
export function afterControl(
  before: PartyState,
  control: PartyControl,
  { by, at: wanted }: { by: string; at: number },
): PartyState {
  const at = Math.max(wanted, before.at);
  const position = clamp(partyPositionAt(before, at));
  const same: PartyState = { ...before, by, at, position, seq: before.seq + 1 };
  switch (control.kind) {
    case 'play':
      return { ...same, isPlaying: true, position: control.position ?? position };
    case 'pause':
      return { ...same, isPlaying: false };
    case 'seek':
      return { ...same, position: control.position };
    case 'open': {
      const { fileId, isPlaying } = control;
      return { ...same, fileId, isPlaying, position: control.position, loop: null };
    }
    case 'switch':
      return {
        ...same,
        fileId: control.fileId,
        position: clamp(position + control.shift),
        loop: shifted(same.loop, control.shift),
      };
    case 'loop': {
      const { loop } = control;
      return { ...same, loop, position: loop && position >= loop.to ? loop.from : position };
    }
  }
}

function shifted(loop: PartyState['loop'], seconds: number): PartyState['loop'] {
  if (!loop || seconds === 0) return loop;
  const [from, to] = [loop.from + seconds, loop.to + seconds];
  return from < 0 || to > longest ? null : { from, to };
}
