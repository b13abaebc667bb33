import type { Topic } from '../../protocol/wire/topic.ts';
import type { SocketChange } from '../commands/handler.ts';
import type { Hint } from './bus.ts';

/** PostgreSQL takes payloads below 8,000 bytes; the rest is for the envelope. */
export const mostHintBytes = 7_600;

/** Ids have at most 64 characters of 1 byte. */
const mostTogether = 80;

/** The hint in pieces that are small enough to be sent. One that can't be split becomes `lost`. */
export function splitHint(hint: Hint): Hint[] {
  if (sizeOf(hint) <= mostHintBytes) return [hint];
  if (hint.kind === 'presence') {
    return partsOf(hint.userIds).map((userIds) => ({ ...hint, userIds }));
  }
  if (hint.kind === 'committed') {
    const heads = partsOf(Object.entries(hint.heads) as [Topic, number][]).map(
      (part): Hint => ({ kind: 'committed', heads: Object.fromEntries(part), changes: [] }),
    );
    const changes = hint.changes
      .flatMap(splitChange)
      .map((change): Hint => ({ kind: 'committed', heads: {}, changes: [change] }));
    return [...heads, ...changes];
  }
  return [{ kind: 'lost' }];
}

function splitChange(change: SocketChange): SocketChange[] {
  if (change.kind !== 'met' && change.kind !== 'parted') return [change];
  return partsOf(change.otherIds).map((otherIds) => ({ ...change, otherIds }));
}

function partsOf<One>(all: readonly One[]): One[][] {
  const parts: One[][] = [];
  for (let begin = 0; begin < all.length; begin += mostTogether) {
    parts.push(all.slice(begin, begin + mostTogether));
  }
  return parts;
}

export function sizeOf(hint: Hint): number {
  return Buffer.byteLength(JSON.stringify(hint));
}
