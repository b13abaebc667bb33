import type { Socket } from 'socket.io-client';
import { describeEvents } from '../../../../server/api-docs/asyncapi.ts';
import {
  connectSocket,
  joinProject,
  openSocket,
  type SeenEvent,
  type TestServer,
} from '../../../helpers/server.ts';
import { until } from '../../../helpers/until.ts';
import { type Caller, callers } from './access.ts';
import { hearers, inside, sent } from './events.ts';
import type { assemble, Scene } from './scene.ts';

/** Opens a socket for each caller, which tries to join every project that is made, and keeps what they hear. */
export async function listen(server: TestServer, { band, onProject }: Awaited<ReturnType<typeof assemble>>) {
  const sockets = new Map<Caller, Socket>();
  const heard = new Map<Caller, SeenEvent[]>();
  const mistakes: string[] = [];

  for (const caller of callers) {
    const refusal = await refusalOf(openSocket(server, band[caller]));
    const isLetIn = caller !== 'nobody' && caller !== 'ended' && caller !== 'disabled';
    if (isLetIn ? refusal : refusal !== 'unauthorised') mistakes.push(`a socket of ${caller}: ${refusal}`);
    if (!isLetIn) continue;
    const socket = await connectSocket(server, band[caller]);
    sockets.set(caller, socket);
    const seen: SeenEvent[] = [];
    heard.set(caller, seen);
    socket.onAny((name: string, payload, position) => {
      // A probe is acknowledged.
      if (typeof position === 'function') position({ ok: true });
      seen.push({ name, payload, position: typeof position === 'function' ? undefined : position });
    });
  }
  const origin = { extraHeaders: { origin: 'https://evil.example' } };
  if (!(await refusalOf(openSocket(server, band.owner, origin))))
    mistakes.push('a foreign page has a socket');
  const elsewhere = openSocket({ url: `${server.url}/admin` }, band.owner);
  if (!(await refusalOf(elsewhere))) mistakes.push('there is another namespace');

  const projects = new Set<string>();
  onProject.push(async (projectId) => {
    projects.add(projectId);
    for (const [caller, socket] of sockets) {
      const { ok } = await joinProject(socket, projectId);
      // `removed` is an admin yet.
      if (ok !== (caller !== 'stranger')) mistakes.push(`join:project as ${caller}: ${ok}`);
    }
  });

  const everything = () =>
    [...heard].flatMap(([caller, seen]) => seen.map((event) => ({ caller, ...event })));

  /** The events that have not been heard by everyone who should. */
  const missing = () =>
    Object.entries(hearers).flatMap(([name, kind]) => {
      const by = new Set(everything().flatMap((event) => (event.name === name ? [event.caller] : [])));
      if (kind === 'own') return by.size > 0 ? [] : [`${name}: heard by nobody`];
      return inside.filter((caller) => !by.has(caller)).map((caller) => `${name}: not heard by ${caller}`);
    });

  /** The place in the log at which `removed` had to leave the room. */
  const endOf = (topic: string) =>
    everything().find(
      ({ name, payload, position }) =>
        name === 'member:left' && position?.topic === topic && payload.userId === band.removed.account.id,
    )?.position?.seq ?? Number.POSITIVE_INFINITY;

  function mayHear(caller: Caller, { name, payload, position }: SeenEvent, scene: Scene): boolean {
    const me = band[caller].account.id;
    if (position?.topic.startsWith('user:')) return position.topic === `user:${me}`;
    if (position) {
      const { topic, seq } = position;
      return (
        projects.has(topic.slice('project:'.length)) &&
        (inside.includes(caller) || (caller === 'removed' && seq < endOf(topic)))
      );
    }
    if (name === 'server:announcement') return true;
    if (name === 'chat:typing') {
      const two = [band.member.account.id, band.admin.account.id];
      return (
        payload.conversationId === scene.conversationId &&
        two.includes(me) &&
        two.includes(payload.userId) &&
        payload.userId !== me
      );
    }
    // They were online together before one of them was removed.
    return inside.includes(caller) || (caller === 'removed' && name === 'chat:presence');
  }

  return {
    /** Sends what clients can send, waits for what must be heard, and answers everything that is wrong. */
    async mistakes(scene: Scene): Promise<string[]> {
      mistakes.push(...compareWithTables());
      const { projectId, fileId } = scene;
      const begun = { projectId, fileId, position: 0, isPlaying: true, loop: null };
      const owner = sockets.get('owner') as Socket;
      const { party } = await owner.timeout(5000).emitWithAck('party:start', begun);
      for (const [event, input, may] of sent) {
        for (const [caller, socket] of sockets) {
          const { ok } = await socket.timeout(5000).emitWithAck(event, input(scene, party.id));
          if (ok !== may.includes(caller)) mistakes.push(`${event} as ${caller}: ${ok ? 'ok' : 'refused'}`);
        }
      }
      await until(() => missing().length === 0, { timeoutMilliseconds: 5000 }).catch(() =>
        mistakes.push(...missing()),
      );
      for (const { caller, ...event } of everything()) {
        if (!mayHear(caller, event, scene))
          mistakes.push(`${caller} hears ${event.name} of ${event.position?.topic}`);
      }
      return [...new Set(mistakes)];
    },
  };
}

/** The events of the tables that have no row here, and the other way round. */
function compareWithTables(): string[] {
  const { operations, components } = describeEvents() as {
    operations: Record<string, { action: string; messages: { $ref: string }[] }>;
    components: { messages: Record<string, { name: string }> };
  };
  const names = { send: new Set<string>(), receive: new Set<string>() };
  for (const { action, messages } of Object.values(operations)) {
    const key = messages[0]?.$ref.split('/').at(-1) ?? '';
    names[action as 'send' | 'receive'].add(components.messages[key]?.name ?? key);
  }
  const compare = (documented: Set<string>, rows: Set<string>) => [
    ...[...documented].filter((name) => !rows.has(name)).map((name) => `${name} has no row`),
    ...[...rows].filter((name) => !documented.has(name)).map((name) => `${name} is no event`),
  ];
  return [
    ...compare(names.send, new Set(Object.keys(hearers))),
    ...compare(names.receive, new Set(sent.map(([name]) => name))),
  ];
}

/** The reason for which a socket is refused; undefined if it is let in. */
function refusalOf(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    socket.once('connect', () => {
      socket.disconnect();
      resolve(undefined);
    });
    socket.once('connect_error', (error: Error & { data?: { kind?: string } }) => {
      socket.disconnect();
      resolve(error.data?.kind ?? error.message);
    });
  });
}
