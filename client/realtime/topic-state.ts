import type { SyncAnswer } from '../../protocol/wire/sync.ts';

/** A cache's position in a topic: it holds the first `seq` events of that `epoch` (life of the server's database). */
export type Cursor = { epoch: string; seq: number };

/** One event of the log as received, not parsed yet. */
export type LogEntry = { seq: number; name: string; payload: unknown; at: string };

/**
 * How far one topic has been followed. `cursor` is null until a snapshot was read. `head` is the highest `seq` known to
 * exist in the followed epoch; `ahead` holds pokes that can't be applied yet, in ascending order of `seq`. `live`: the
 * server pokes us. Only then do pokes belong to a known epoch.
 */
export type TopicState = {
  cursor: Cursor | null;
  live: boolean;
  head: number;
  ahead: readonly LogEntry[];
  fetching: 'nothing' | 'events' | 'snapshot';
};

export type TopicInput =
  /** The room is joined: from now on the server pokes everything above `head`. */
  | { kind: 'joined'; epoch: string; head: number }
  /** Heads were compared. May be older than a poke received meanwhile. */
  | { kind: 'head'; epoch: string; head: number }
  | { kind: 'poke'; entry: LogEntry }
  | { kind: 'pulled'; answer: SyncAnswer }
  /** The cache now holds this snapshot. */
  | { kind: 'snapshot'; cursor: Cursor }
  | { kind: 'fetch-failed' }
  /** Something could not be applied. */
  | { kind: 'unusable' }
  /** A failed fetch is due again. */
  | { kind: 'retry' }
  /** A pending fetch is abandoned: its answer must not be fed in any more. */
  | { kind: 'disconnected' };

/** A step to take; steps are taken in order. `apply` runs immediately and moves the cache's cursor. */
export type TopicEffect =
  | { kind: 'apply'; entries: readonly LogEntry[]; cursor: Cursor }
  | { kind: 'pull'; since: number }
  | { kind: 'read-snapshot' };

export type TopicStep = { state: TopicState; effects: TopicEffect[] };

/** Beyond this, pokes are dropped and pulled later: a client far behind reads the log in pages anyway. */
const longestAhead = 1_000;

export function startTopic(cursor: Cursor | null): TopicState {
  return { cursor, live: false, head: 0, ahead: [], fetching: 'nothing' };
}

/**
 * The only way a topic moves: subscribe, then read; apply `last + 1`; drop what is older; pull on a gap; read a snapshot
 * if the log can't continue from the cursor. Order comes from `seq` alone, never from arrival.
 */
export function stepTopic(state: TopicState, input: TopicInput): TopicStep {
  switch (input.kind) {
    case 'joined': {
      const live = { ...state, live: true };
      const isSamePast = live.cursor?.epoch === input.epoch && live.cursor.seq <= input.head;
      return settle(isSamePast ? seeHead(live, input) : { ...live, cursor: null, head: input.head });
    }
    case 'head':
      return settle(seeHead(state, input));
    case 'poke': {
      const head = Math.max(state.head, input.entry.seq);
      return settle({ ...state, head, ahead: insert(state.ahead, input.entry) });
    }
    case 'pulled':
      return settle(takePage({ ...state, fetching: 'nothing' }, input.answer));
    case 'snapshot': {
      const head = Math.max(state.head, input.cursor.seq);
      return settle({ ...state, cursor: input.cursor, head, fetching: 'nothing' });
    }
    case 'fetch-failed':
      return { state: { ...state, fetching: 'nothing' }, effects: [] };
    case 'unusable':
      return settle({ ...state, cursor: null, fetching: 'nothing' });
    case 'retry':
      return settle(state);
    case 'disconnected':
      return { state: { ...state, live: false, ahead: [], fetching: 'nothing' }, effects: [] };
  }
}

/** Another epoch means that the cache belongs to another history. A lower head is only an older reading. */
function seeHead(state: TopicState, { epoch, head }: { epoch: string; head: number }): TopicState {
  return state.cursor && state.cursor.epoch !== epoch
    ? { ...state, cursor: null, head }
    : { ...state, head: Math.max(state.head, head) };
}

/** A page that leaves a gap, or a log that can't continue from the cursor, requires a snapshot. */
function takePage(state: TopicState, answer: SyncAnswer): TopicState {
  if ('reset' in answer) return { ...state, cursor: null, head: answer.head };
  const seen = seeHead(state, answer);
  const { cursor } = seen;
  if (!cursor) return seen;
  if (answer.events.length === 0) {
    return { ...seen, head: Math.max(answer.head, cursor.seq, seen.ahead.at(-1)?.seq ?? 0) };
  }
  const fresh = answer.events.filter((entry) => entry.seq > cursor.seq);
  if (fresh.length > 0 && fresh[0]?.seq !== cursor.seq + 1) return { ...seen, cursor: null };
  return { ...seen, ahead: merge(seen.ahead, fresh) };
}

/** Applies what is next, then requests what is missing, one fetch at a time. */
function settle(state: TopicState): TopicStep {
  const effects: TopicEffect[] = [];
  let next = state;
  if (next.live && next.cursor) {
    const { epoch, seq } = next.cursor;
    const newer = next.ahead.filter((entry) => entry.seq > seq);
    const count = newer.findIndex((entry, index) => entry.seq !== seq + 1 + index);
    const entries = count === -1 ? newer : newer.slice(0, count);
    const cursor = { epoch, seq: seq + entries.length };
    if (entries.length > 0) effects.push({ kind: 'apply', entries, cursor });
    next = { ...next, cursor, ahead: newer.slice(entries.length) };
  }
  if (next.live && next.fetching === 'nothing') {
    if (!next.cursor) {
      effects.push({ kind: 'read-snapshot' });
      next = { ...next, fetching: 'snapshot' };
    } else if (next.head > next.cursor.seq) {
      effects.push({ kind: 'pull', since: next.cursor.seq });
      next = { ...next, fetching: 'events' };
    }
  }
  return { state: next, effects };
}

function insert(entries: readonly LogEntry[], entry: LogEntry): readonly LogEntry[] {
  return entries.length < longestAhead ? merge(entries, [entry]) : entries;
}

function merge(entries: readonly LogEntry[], more: readonly LogEntry[]): readonly LogEntry[] {
  const bySeq = new Map([...entries, ...more].map((entry) => [entry.seq, entry]));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}
