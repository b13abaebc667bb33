import type { EphemeralEventName } from '../../protocol/wire/event.ts';
import type { Topic } from '../../protocol/wire/topic.ts';
import type { SocketChange } from '../commands/handler.ts';
import type { PositionedEvent } from './delivery.ts';

/**
 * News from one node for the others. The log and the tables are the truth: a hint says where to look, or carries what a
 * client can also ask for.
 */
export type Hint =
  /**
   * A change is committed: the topics' new heads, and what it changed in memberships. `events` are as many of its events as
   * fit, each topic's from its first one on, so that the others need not read them from the log.
   */
  | {
      kind: 'committed';
      heads: { [topic: Topic]: number };
      changes: SocketChange[];
      events?: PositionedEvent[];
    }
  /** An ephemeral event for a room, or with null for everybody. */
  | { kind: 'moment'; room: string | null; name: EphemeralEventName; payload: unknown }
  /** The presence of these people on the sending node has changed. */
  | { kind: 'presence'; userIds: string[] }
  /** Somebody types on the sending node, or does so no more. */
  | { kind: 'typing'; to: string; conversationId: string; userId: string; isTyping: boolean }
  | { kind: 'session-ended'; sessionId: string }
  /** The sender keeps no files, and has changed which versions of these cuts are to be compared. */
  | { kind: 'uncompared'; cutIds: string[] }
  /** A call of one node to another, and its answer. */
  | { kind: 'call'; to: string; id: string; method: string; input: unknown }
  | { kind: 'answer'; to: string; id: string; answer: unknown }
  /** The sender could not send something. */
  | { kind: 'lost' };

/** `from`: the node that sent it. `clock`: its latest id's time, in Unix milliseconds. */
export type HeardHint = { from: string; clock: number; hint: Hint };

/**
 * Carries hints between nodes, in the order of each sender, usually within milliseconds. Hints may be lost; when some may
 * have been, `onReconnect` is called: then whatever is kept by hints must be read from the database.
 */
export type Bus = {
  /** Sends it to every other node, soon. Call it after the commit, never inside the transaction. Never throws. */
  publish(hint: Hint): void;
  /** Calls `listener` for each hint of another node. */
  onHint(listener: (heard: HeardHint) => void): void;
  onReconnect(listener: () => void): void;
  /** Calls `listener` once, as soon as this node hears. What others sent before must be read, too. */
  onOpen(listener: () => void): void;
  /** Sends what is waiting, as far as that is possible, and ends. */
  close(): Promise<void>;
};

/** The identity of a node on the bus. */
export type BusOptions = {
  /** The id of this node. */
  node: string;
  /** Unix milliseconds of the latest id of this node. */
  clock(): number;
};
