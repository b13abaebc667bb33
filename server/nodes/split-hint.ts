import type { Topic } from '../../protocol/wire/topic.ts';
import type { SocketChange } from '../commands/handler.ts';
import type { Hint } from './bus.ts';
import type { PositionedEvent } from './delivery.ts';

/** PostgreSQL takes payloads below 8,000 bytes; the rest is for the envelope. */
export const mostHintBytes = 7_600;

/** Ids have at most 64 characters of 1 byte. */
const mostTogether = 80;

type Committed = Extract<Hint, { kind: 'committed' }>;

/**
 * The hint as texts that are small enough to be sent; more than one if it is longer, without the events that don't fit. One
 * that can't be split becomes `lost`.
 */
export function splitHint(hint: Hint): string[] {
  const fitting = hint.kind === 'committed' && hint.events ? withFittingEvents(hint) : hint;
  const text = JSON.stringify(fitting);
  return sizeOf(text) <= mostHintBytes ? [text] : splitLong(hint).map((part) => JSON.stringify(part));
}

/** Those of a project go first, because most who are connected hear them. */
function withFittingEvents(hint: Committed): Committed {
  const bare: Committed = { kind: hint.kind, heads: hint.heads, changes: hint.changes };
  let room = mostHintBytes - sizeOf(JSON.stringify({ ...bare, events: [] }));
  const full = new Set<Topic>();
  const fits = (event: PositionedEvent): boolean => {
    const { topic } = event.position;
    const bytes = sizeOf(JSON.stringify(event)) + 1;
    // Events after a gap in a topic are of no use.
    if (bytes > room || full.has(topic)) return !full.add(topic);
    room -= bytes;
    return true;
  };
  const isOfProject = ({ position }: PositionedEvent) => position.topic.startsWith('project:');
  const all = hint.events ?? [];
  const some = [...all.filter(isOfProject), ...all.filter((event) => !isOfProject(event))].filter(fits);
  return some.length > 0 ? { ...bare, events: some } : bare;
}

function splitLong(hint: Hint): Hint[] {
  if (hint.kind === 'presence') {
    return partsOf(hint.userIds).map((userIds) => ({ ...hint, userIds }));
  }
  if (hint.kind === 'uncompared') return partsOf(hint.cutIds).map((cutIds) => ({ ...hint, cutIds }));
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

export function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}
