import { type Position, positionSchema } from '../../protocol/wire/event.ts';
import { joinAnswerSchema, joinProjectSchema } from '../../protocol/wire/room.ts';
import { headsSchema, type SyncAnswer } from '../../protocol/wire/sync.ts';
import { parseTopic, projectTopic } from '../../protocol/wire/topic.ts';
import { topicRoom } from '../../server/realtime/rooms.ts';
import { faultNames, type Plan } from './plan.ts';
import type { Variant } from './variant.ts';

const noFaults = Object.fromEntries(faultNames.map((name) => [name, 0])) as Plan['faults'];

/**
 * Broken programs that the harness must find: each lacks one thing that reliability rests on. None is in the program;
 * each replaces a part of it.
 */
export const variants: { [Name in string]?: Variant } = {
  /** The server recognises no operation: there is no deduplication. */
  'applies every command again': {
    dispatcher: (inner, newId) => ({
      dispatch: (actor, _operationId, command) => inner.dispatch(actor, newId(), command),
    }),
  },

  /** The others of the transaction are committed. */
  'keeps what a refused change of a group wrote': {
    statement: (text) => (text === 'rollback to change' ? 'select 1' : text),
  },

  'announces before the commit': {
    plan: (drawn) => ({ ...drawn, operations: 60, faults: { ...drawn.faults, serverCrash: 12 } }),
    commitsLate: true,
  },

  /** Old answers are removed without leaving a mark. */
  'forgets what it has answered': {
    plan: (drawn) => ({
      ...drawn,
      loss: 0.3,
      duration: 400_000,
      operations: 40,
      faults: { ...drawn.faults, housekeeping: 4, partition: 4, clientCrash: 3 },
    }),
    async forgetAnswers(db, before) {
      await db.deleteFrom('operation').where('at', '<', before.toISOString()).execute();
    },
  },

  'moves on before people are notified': {
    plan: (drawn) => ({ ...drawn, mostNotifiedAtOnce: 0, operations: 30 }),
    writePage: (inner) => async (context, id, size) => {
      const { tx } = context;
      const news = tx.selectFrom('bulkNotification').where('bulkNotification.id', '=', id);
      const next = await news
        .innerJoin('member', (join) =>
          join
            .onRef('member.projectId', '=', 'bulkNotification.projectId')
            .onRef('member.userId', '>', 'bulkNotification.doneUpTo'),
        )
        .select('member.userId')
        .orderBy('member.userId')
        .executeTakeFirst();
      if (next)
        await tx
          .updateTable('bulkNotification')
          .set({ doneUpTo: next.userId })
          .where('id', '=', id)
          .execute();
      return inner(context, id, size);
    },
  },

  'notifies a page of people twice': {
    plan: (drawn) => ({ ...drawn, mostNotifiedAtOnce: 0, operations: 30 }),
    writePage: (inner) => async (context, id, size) => {
      const { tx } = context;
      const { doneUpTo } = (await tx
        .selectFrom('bulkNotification')
        .select('doneUpTo')
        .where('id', '=', id)
        .executeTakeFirst()) ?? { doneUpTo: '' };
      const page = await inner(context, id, size);
      if (doneUpTo === '')
        await tx
          .updateTable('bulkNotification')
          .set({ doneUpTo: `${doneUpTo} ` })
          .where('id', '=', id)
          .execute();
      return page;
    },
  },

  'reads before it subscribes': {
    plan: (drawn) => ({ ...drawn, delivery: 'orderly', headsMilliseconds: 900_000, operations: 60 }),
    createTransport: (inner, fetch) => (url, events) => {
      const transport = inner(url, events);
      return {
        ...transport,
        async request(event, body, milliseconds) {
          if (event !== 'join:project') return transport.request(event, body, milliseconds);
          const read = await textOf(await fetch(`${url}/api/sync/heads`));
          const answer = joinAnswerSchema.parse(await transport.request(event, body, milliseconds));
          const heads = headsSchema.safeParse(JSON.parse(read));
          const { projectId } = joinProjectSchema.parse(body);
          const head = heads.data?.heads[projectTopic(projectId)];
          return answer.ok && head !== undefined ? { ...answer, head } : answer;
        },
      };
    },
  },

  /** Each time one is taken back, here or on the server. */
  'keeps dismissed activities dismissed': {
    plan: (drawn) => ({ ...drawn, operations: 100, faults: noFaults }),
    cache: (inner) => ({
      ...inner,
      activities: {
        ...inner.activities,
        setDismissed: (ids, isDismissed) => isDismissed && inner.activities.setDismissed(ids, true),
      },
    }),
  },

  /** In another transaction. */
  'moves the cursor after the events': {
    plan: (drawn) => ({ ...drawn, operations: 60, faults: { ...drawn.faults, clientCrash: 12 } }),
    cache: (inner, step) => ({
      ...inner,
      applyEntries(topic, entries) {
        const before = inner.readCursor(topic);
        const applied = inner.applyEntries(topic, entries);
        const after = inner.readCursor(topic);
        if (!before || !after) return applied;
        inner.setCursor(topic, before);
        step(() => inner.setCursor(topic, after));
        return applied;
      },
    }),
  },

  /** In another transaction. */
  'moves the cursor before the events': {
    plan: (drawn) => ({ ...drawn, operations: 60, faults: { ...drawn.faults, clientCrash: 12 } }),
    cache: (inner, step) => ({
      ...inner,
      applyEntries(topic, entries) {
        const before = inner.readCursor(topic);
        const last = entries.at(-1);
        if (!before || !last) return inner.applyEntries(topic, entries);
        step(() => inner.setCursor(topic, { ...before, seq: Math.max(before.seq, last.seq) }));
        inner.setCursor(topic, before);
        return inner.applyEntries(topic, entries);
      },
    }),
  },

  /** It ignores `seq` and applies events twice. */
  'takes events in the order of their arrival': {
    createTransport: (inner) => (url, events) => {
      const last = new Map<string, number>();
      return inner(url, {
        ...events,
        event(name, [payload, place, ...rest]) {
          const position = positionSchema.safeParse(place);
          if (!position.success) return events.event(name, [payload, place, ...rest]);
          const { topic } = position.data;
          const seq = (last.get(topic) ?? position.data.seq - 1) + 1;
          last.set(topic, seq);
          events.event(name, [payload, { topic, seq }]);
        },
      });
    },
  },

  'keeps the comments of what moves to another song': {
    // A snapshot would make the lists be read again.
    plan: (drawn) => ({ ...drawn, operations: 150, loss: 0, faults: noFaults }),
    cache: (inner) => ({
      ...inner,
      applyEntries(topic, entries) {
        const lists = entries.flatMap(({ payload }) => {
          const { fromCutId } = (payload ?? {}) as { fromCutId?: string };
          const list = fromCutId === undefined ? undefined : inner.comments.read(fromCutId);
          return list && !list.isStale ? [{ cutId: fromCutId ?? '', comments: list.comments }] : [];
        });
        const applied = inner.applyEntries(topic, entries);
        const { id } = parseTopic(topic);
        for (const { cutId, comments } of lists) inner.comments.write(cutId, id, comments);
        return applied;
      },
    }),
  },

  'lets notifications lead to where something was': {
    plan: (drawn) => ({ ...drawn, operations: 60 }),
    cache: (inner) => ({
      ...inner,
      applyEntries: (topic, entries) =>
        inner.applyEntries(
          topic,
          entries.map((one) => (one.name === 'notifications:moved' ? { ...one, name: 'unknown' } : one)),
        ),
    }),
  },

  'forgets what it sends before it is answered': {
    outboxStore: (inner) => ({
      ...inner,
      write({ put = [], remove = [] }) {
        const sent = put.filter(({ operation }) => operation.state.kind === 'sending');
        inner.write({
          put: put.filter((row) => !sent.includes(row)),
          remove: [...remove, ...sent.map(({ rank }) => rank)],
        });
      },
    }),
  },

  /** The client doesn't learn where the events of its operations are. */
  'ends an overlay with the answer': {
    plan: (drawn) => ({ ...drawn, operations: 60, faults: { ...drawn.faults, hangUp: 12 } }),
    fetch: (inner) => withPositions(inner, () => undefined),
  },

  /** Nothing ever reaches the positions that the client waits for. */
  'never ends an overlay': {
    fetch: (inner) =>
      withPositions(inner, (positions) => positions.map(({ topic, seq }) => ({ topic, seq: seq + 10_000 }))),
  },

  'sends the last one first': {
    fetch: (inner) => (input, init) =>
      inner(input, init?.body ? { ...init, body: reversed(init.body) } : init),
  },

  'ignores a reset': {
    plan: (drawn) => ({
      ...drawn,
      duration: 400_000,
      operations: 40,
      faults: { ...drawn.faults, housekeeping: 4, partition: 4 },
    }),
    fetch: changingSync((answer) =>
      'reset' in answer ? { epoch: answer.epoch, head: answer.head, events: [] } : answer,
    ),
  },

  /** A backup is restored, but the epoch stays the same. */
  'ignores the epoch': {
    plan: (drawn) => ({ ...drawn, operations: 40, faults: { ...drawn.faults, restore: 1 } }),
    epochAfterRestore: () => 'first-epoch',
  },

  /** One of two servers, which never looks for what no hint told of. */
  'trusts that every hint arrives': {
    plan: (drawn) => ({ ...drawn, servers: 2, delivery: 'orderly', headsMilliseconds: 900_000 }),
    delivery: (inner) => ({ ...inner, compare: async () => {} }),
  },

  /** One of two servers, which takes its own changes for the next ones. */
  'sends what it commits without looking behind': {
    plan: (drawn) => ({ ...drawn, servers: 2, delivery: 'orderly', headsMilliseconds: 900_000 }),
    delivery: (inner) => ({ ...inner, heard: () => {}, compare: async () => {} }),
  },

  /** One of two servers, which does not look whether the events of a hint are the next ones. */
  'sends the events of hints as they arrive': {
    plan: (drawn) => ({ ...drawn, servers: 2 }),
    delivery: (inner, rooms) => ({
      ...inner,
      heard({ heads, events = [] }) {
        for (const { name, payload, position } of events)
          rooms.emit(topicRoom(position.topic), name, payload, position);
        inner.heard({ heads });
      },
    }),
  },

  'drops a page of the log': {
    fetch: changingSync((answer) =>
      'events' in answer ? { ...answer, events: answer.events.filter(({ seq }) => seq % 7 !== 0) } : answer,
    ),
  },
};

function reversed(body: NonNullable<RequestInit['body']>): NonNullable<RequestInit['body']> {
  if (typeof body !== 'string') return body;
  const parsed = JSON.parse(body) as { operations?: unknown[] };
  return JSON.stringify({ ...parsed, operations: parsed.operations?.reverse() });
}

/** Answers to `GET /api/sync` are changed. */
function changingSync(change: (answer: SyncAnswer) => SyncAnswer) {
  return (inner: typeof globalThis.fetch): typeof globalThis.fetch =>
    async (input, init) => {
      const response = await inner(input, init);
      if (!String(input).includes('/api/sync?')) return response;
      const text = await textOf(response);
      return new Response(response.ok ? JSON.stringify(change(JSON.parse(text) as SyncAnswer)) : text, {
        status: response.status,
      });
    };
}

async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let text = '';
  for (;;) {
    const piece = await reader?.read();
    if (!piece || piece.done) return text;
    text += decoder.decode(piece.value, { stream: true });
  }
}

/** Changes the positions in the answers to commands. */
function withPositions(
  inner: typeof globalThis.fetch,
  change: (positions: Position[]) => Position[] | undefined,
): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await inner(input, init);
    if (!String(input).endsWith('/api/commands') || !response.ok) return response;
    const body = (await response.json()) as { answers: { positions?: Position[] }[] };
    const answers = body.answers.map(({ positions, ...answer }) => {
      const changed = positions && change(positions);
      return changed ? { ...answer, positions: changed } : answer;
    });
    const { status, headers } = response;
    return new Response(JSON.stringify({ ...body, answers }), { status, headers });
  };
}
