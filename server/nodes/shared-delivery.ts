import type { Logger } from 'pino';
import { createSerialQueue, type SerialQueue } from '../../common/serial-queue.ts';
import { parseTopic, projectTopic, type Topic } from '../../protocol/wire/topic.ts';
import type { Commit } from '../commands/dispatcher.ts';
import type { Rooms } from '../realtime/poke-rooms.ts';
import { topicRoom, userRoom } from '../realtime/rooms.ts';
import type { Delivery, PositionedEvent } from './delivery.ts';

/** Delivery where other nodes commit too. */
export type SharedDelivery = Delivery & {
  /** Another node has committed up to these heads; `events` are some of what it committed. */
  heard(hint: HeardCommit): void;
  /** Hints may have been lost: compares all open topics with the log. */
  compare(): Promise<void>;
};

/** A committed change of another node. */
export type HeardCommit = {
  readonly heads: { readonly [topic: Topic]: number };
  readonly events?: readonly PositionedEvent[];
};

/** The last position of each topic that these name. */
function highest(hints: readonly HeardCommit[]): Map<Topic, number> {
  const heads = new Map<Topic, number>();
  for (const hint of hints)
    for (const [topic, head] of Object.entries(hint.heads) as [Topic, number][])
      heads.set(topic, Math.max(head, heads.get(topic) ?? 0));
  return heads;
}

/** With more cursors than this, and twice as many as there were, those that nobody needs are looked for. */
const fewKept = 1_000;

/**
 * Keeps the last `seq` that was sent of each topic that is open here. An event that is not the next one shows that another
 * node committed in between; then the log is read. So the order is that of the log, however hints arrive, and an event that
 * a hint carries is sent only if it is the next one.
 *
 * Memberships end in that order too: a removed member leaves the room when the log says so, before anything later is
 * sent.
 */
export function createSharedDelivery(parts: {
  rooms: Pick<Rooms, 'emit' | 'leave' | 'empty'>;
  /** Joins, leaves and hellos wait for the changes before them, and for what these cause. */
  changes: SerialQueue;
  isOpen(room: string): boolean;
  readHeads(topics: readonly Topic[]): Promise<ReadonlyMap<Topic, number>>;
  /** The events of each topic after that `seq`, in order; a part of them if there are many. */
  readEvents(after: ReadonlyMap<Topic, number>): Promise<PositionedEvent[]>;
  /** The log is read because events came out of order, or hints brought none. */
  onGap?(): void;
  log: Logger;
}): SharedDelivery {
  const { rooms, changes, readHeads, readEvents, log } = parts;
  const queue = createSerialQueue();
  const cursors = new Map<Topic, number>();
  /** Hints that came while something was being read. */
  let unheard: HeardCommit[] = [];
  let tasks = 0;
  let mostKept = fewKept;

  function run<Result>(task: () => Promise<Result>): Promise<Result> {
    tasks += 1;
    return queue.run(task).finally(() => {
      tasks -= 1;
    });
  }

  function attempt(what: string, task: () => Promise<void>): Promise<void> {
    return run(task).catch((error) => log.error({ err: error }, what));
  }

  /** The cursor of an open topic. One that nobody hears any more is forgotten. */
  function cursorOf(topic: Topic): number | undefined {
    if (!parts.isOpen(topicRoom(topic))) cursors.delete(topic);
    return cursors.get(topic);
  }

  function send({ name, payload, position }: PositionedEvent): void {
    const { topic, seq } = position;
    const { kind, id } = parseTopic(topic);
    if (name === 'member:left' && kind === 'project') {
      rooms.leave(userRoom((payload as { userId: string }).userId), topicRoom(topic));
    }
    cursors.set(topic, seq);
    rooms.emit(topicRoom(topic), name, payload, position);
    if (name === 'project:deleted') rooms.empty(topicRoom(projectTopic(id)));
  }

  /** Sends what the log has of these topics, at least up to these heads. */
  async function pull(heads: ReadonlyMap<Topic, number>): Promise<void> {
    for (;;) {
      const after = new Map<Topic, number>();
      for (const [topic, head] of heads) {
        const cursor = cursorOf(topic);
        if (cursor !== undefined && cursor < head) after.set(topic, cursor);
      }
      if (after.size === 0) return;
      parts.onGap?.();
      const events = await readEvents(after);
      for (const event of events) {
        const cursor = cursorOf(event.position.topic);
        if (cursor !== undefined && event.position.seq > cursor) send(event);
      }
      if (events.length > 0) continue;
      // The log was shortened. Clients notice the gap with the next event, and read.
      for (const [topic, head] of heads) if (after.has(topic)) cursors.set(topic, head);
    }
  }

  /** Sends everything up to the head, or begins there. */
  async function place(topic: Topic): Promise<number> {
    if (cursors.size > mostKept) {
      for (const kept of cursors.keys()) cursorOf(kept);
      mostKept = Math.max(fewKept, 2 * cursors.size);
    }
    const head = (await readHeads([topic])).get(topic) ?? 0;
    if (cursors.has(topic)) await pull(new Map([[topic, head]]));
    const cursor = cursors.get(topic) ?? head;
    cursors.set(topic, cursor);
    return cursor;
  }

  function isNext({ events }: Commit): boolean {
    const next = new Map<Topic, number>();
    return events.every(({ position: { topic, seq } }) => {
      const cursor = next.get(topic) ?? cursorOf(topic);
      if (cursor === undefined) return true;
      next.set(topic, seq);
      return seq === cursor + 1;
    });
  }

  function sendCommit({ events }: Commit): void {
    for (const { event, position } of events) {
      const cursor = cursorOf(position.topic);
      if (cursor !== undefined && position.seq > cursor)
        send({ name: event.name, payload: event.payload, position });
    }
  }

  /** Whether something of it is open here and not sent. */
  function concerns({ heads }: HeardCommit): boolean {
    return Object.entries(heads).some(([topic, head]) => {
      // A topic that is about to be opened has no cursor yet.
      return parts.isOpen(topicRoom(topic as Topic)) && (cursorOf(topic as Topic) ?? -1) < head;
    });
  }

  /** Sends those events of a hint that are the next ones of their topics. */
  function sendNext({ events = [] }: HeardCommit): void {
    for (const event of events) {
      const { topic, seq } = event.position;
      const cursor = cursorOf(topic);
      if (cursor !== undefined && seq === cursor + 1) send(event);
    }
  }

  return {
    committed(commit) {
      if (tasks === 0 && isNext(commit)) return sendCommit(commit);
      void attempt('A change could not be sent; clients read it from the log', async () => {
        const before = new Map<Topic, number>();
        for (const { position } of commit.events) {
          if (!before.has(position.topic)) before.set(position.topic, position.seq - 1);
        }
        await pull(before);
        sendCommit(commit);
      });
    },
    heard(hint) {
      if (!concerns(hint)) return;
      if (tasks === 0) {
        sendNext(hint);
        // The rest is in the log.
        if (!concerns(hint)) return;
      }
      unheard.push(hint);
      if (unheard.length > 1) return;
      void attempt('Changes of another node could not be sent; clients read them from the log', async () => {
        const hints = unheard;
        unheard = [];
        for (const one of hints) sendNext(one);
        await pull(highest(hints.filter(concerns)));
      });
    },
    compare: () =>
      attempt('The log could not be compared; clients compare it themselves', async () => {
        const open = [...cursors.keys()].filter((topic) => cursorOf(topic) !== undefined);
        await pull(await readHeads(open));
      }),
    enter: (topic, task) =>
      changes.run(() =>
        run(async () => {
          // Nobody was in the room, so what is kept of it is old.
          if (!parts.isOpen(topicRoom(topic))) cursors.delete(topic);
          return task(await place(topic));
        }),
      ),
    open: (topic) => void attempt('A topic could not be opened', async () => void (await place(topic))),
    run: (task) => changes.run(() => run(task)),
  };
}
