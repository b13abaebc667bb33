import type { Position } from '../../protocol/wire/event.ts';
import type { Topic } from '../../protocol/wire/topic.ts';
import type { Commit } from '../commands/dispatcher.ts';
import type { Hint } from './bus.ts';

/** Sends what is committed to the sockets of this node, each topic in order and without a gap. */
export type Delivery = {
  /** A change was committed here. */
  committed(commit: Commit): void;
  /**
   * Runs `task` when everything up to `head` is sent, and nothing of the topic meanwhile: a socket that `task` puts into
   * the topic's room hears exactly what comes after `head`.
   */
  enter<Result>(topic: Topic, task: (head: number) => Promise<Result>): Promise<Result>;
  /** Somebody hears this topic from now on. What they missed they read. */
  open(topic: Topic): void;
  /** Runs `task` when everything that is known by now is sent. */
  run<Result>(task: () => Promise<Result>): Promise<Result>;
};

/** An event as the log has it. */
export type PositionedEvent = { name: string; payload: unknown; position: Position };

/** The hint about a change: its last position of each topic, and its events as the log has them. */
export function hintOf({ events, changes }: Commit): Extract<Hint, { kind: 'committed' }> {
  const heads: { [topic: Topic]: number } = {};
  for (const { position } of events) heads[position.topic] = position.seq;
  const logged = events.map(({ event, position }) => ({
    name: event.name,
    payload: event.payload,
    position,
  }));
  return { kind: 'committed', heads, changes, ...(logged.length > 0 && { events: logged }) };
}
