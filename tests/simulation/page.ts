import type { ClientAccount } from '../../client/account/create-account.ts';
import type { HandlersOf } from '../../client/account/handlers/handlers.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import type { RealtimeEvent } from '../../protocol/ipc/pushes.ts';
import { projectTopic, type Topic, userTopic } from '../../protocol/wire/topic.ts';
import type { MemberName } from './band.ts';
import type { Life } from './life.ts';
import { createOverlayWatch } from './overlay-watch.ts';
import type { ServerMachine } from './server-machine.ts';
import type { World } from './world.ts';

export type PageHandlers = HandlersOf<
  | 'commands'
  | 'outbox'
  | 'invitations'
  | 'projects'
  | 'files'
  | 'comments'
  | 'activities'
  | 'notifications'
  | 'chat'
  | 'presence'
  | 'attention'
  | 'room'
>;

/** The window of one life of a client: makes a window's calls, and checks the pushes it gets. */
export type Page = {
  handlers: PageHandlers;
  newId(): string;
  /** The app is on screen. */
  open(): void;
  /** Receives a push, as from the preload script. */
  pushed(name: string, data: unknown): void;
  /** Acts like a click, and returns the answer. */
  run(kind: string, payload: object): void;
  /** Makes a call and ignores the answer. */
  look(asking: Promise<unknown>): void;
};

export function createPage(parts: {
  world: World;
  member: MemberName;
  life: Life;
  account: ClientAccount;
  server: ServerMachine;
  handlers: PageHandlers;
  newId(): string;
}): Page {
  const { world, member, life, account, handlers, server } = parts;
  const { ledger, complain, trace, tally } = world;
  /** The last event of each topic; a topic that isn't in it may continue anywhere. */
  const last = new Map<Topic, number>();
  const overlays = createOverlayWatch({
    ...{ world, server, member },
    cursorOf: account.cache.readCursor,
    heard: (topic) => last.get(topic),
  });

  function heard(event: RealtimeEvent): void {
    if (!('seq' in event)) return;
    const { topic, seq } = event;
    const before = last.get(topic);
    tally.events += 1;
    trace.write(`${member} hears ${event.name} ${topic} ${seq}`);
    if (before !== undefined && seq !== before + 1)
      complain(`${member} heard ${topic} ${seq} after ${before}`);
    last.set(topic, seq);
  }

  /** Opens the projects, as a starting app does. */
  async function enterSome(): Promise<void> {
    const listed = await handlers['projects.list'](null);
    if (!listed.ok || life.isOver()) return;
    for (const { id } of listed.data) if (world.chance.is(0.8)) await handlers['projects.enter']({ id });
  }

  async function show(asking: Promise<unknown>): Promise<void> {
    try {
      await asking;
    } catch (error) {
      // The window is gone with its process; a full disk is answered by the bridge as an internal error.
      if (life.isOver() || (error as { code?: string }).code === 'SQLITE_FULL') return;
      throw error;
    }
  }

  async function running(kind: string, payload: object): Promise<void> {
    const before = ledger.lastOf(member);
    const asking = handlers['commands.run']({ kind, payload });
    // The handler writes before it waits for anything.
    const operationId = ledger.lastOf(member);
    const answer = await asking;
    if (life.isOver() || operationId === undefined || operationId === before) return;
    if (!answer.ok) {
      tally.refusals += 1;
      trace.write(`${member} is told that ${kind} ${operationId} was refused: ${answer.kind}`);
      ledger.told(operationId, 'refused');
    } else if ((answer.data as { state: string }).state === 'confirmed')
      ledger.told(operationId, 'confirmed');
  }

  return {
    handlers,
    newId: parts.newId,
    open() {
      for (const { id } of account.cache.listProjects()) {
        const cursor = account.cache.readCursor(projectTopic(id));
        if (cursor) last.set(projectTopic(id), cursor.seq);
      }
      const own = account.cache.readCursor(userTopic(member));
      if (own) last.set(userTopic(member), own.seq);
      void show(enterSome());
    },
    pushed(name, data) {
      if (life.isOver()) return;
      if (name === 'realtime.event') heard(data as RealtimeEvent);
      else if (name === 'outbox.changed') overlays.changed(data as PendingOperation[]);
      else if (name === 'project.replaced') last.delete(projectTopic((data as { id: string }).id));
      else if (name === 'messages.replaced') last.delete(userTopic(member));
      else if (name === 'projects.changed') {
        const listed = new Set((data as { id: string }[]).map(({ id }) => projectTopic(id)));
        for (const topic of last.keys())
          if (topic.startsWith('project:') && !listed.has(topic as never)) last.delete(topic);
      }
    },
    run(kind, payload) {
      tally.operations += 1;
      trace.write(`${member} does ${kind} ${JSON.stringify(payload)}`);
      void show(running(kind, payload));
    },
    look: (asking) => void show(asking),
  };
}
