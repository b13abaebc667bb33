import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import type { Database } from '../db/schema.ts';
import { type AuditAct, type AuditActor, toRow } from './record.ts';

/**
 * Notes acts that change nothing in the database, such as a failed sign-in. The request neither waits for the entry nor
 * fails with it, and a flood can't fill the disk: what is too much within an hour is counted, and gets one entry at its end.
 */
export type AuditNotes = {
  /** At most `most` entries an hour from one address for `about`. */
  note(act: AuditAct, actor: AuditActor, limit?: { about?: string; most?: number }): void;
  /** Writes everything noted so far. */
  flush(): Promise<void>;
  /** Writes everything, sums included, and takes nothing more. */
  close(): Promise<void>;
};

const noteLimits = {
  hourMilliseconds: 60 * 60 * 1000,
  /** Entries an hour of one kind, from one address and in all. */
  ofOne: 20,
  ofKind: 200,
  /** Addresses of one kind whose excess has an entry of its own; the others share one. */
  sums: 50,
  flushMilliseconds: 250,
};

type Row = ReturnType<typeof toRow> & { count: number };
type Source = { written: number; suppressed: number; act: AuditAct; actor: AuditActor };
type Kind = { written: number; sources: Map<string, Source> };

export function createAuditNotes(
  { db, clock, log }: { db: Kysely<Database>; clock: Clock; log: Logger },
  limits = noteLimits,
): AuditNotes {
  const kinds = new Map<string, Kind>();
  let pending: Row[] = [];
  let writing: Promise<void> = Promise.resolve();
  let isClosed = false;
  let cancelFlush: (() => void) | null = null;
  let cancelHour: (() => void) | null = null;
  const isoNow = () => new Date(clock.now()).toISOString();

  async function write(): Promise<void> {
    const rows = pending;
    pending = [];
    if (rows.length === 0) return;
    try {
      await db.transaction().execute(async (tx) => {
        for (const row of rows) await tx.insertInto('auditEntry').values(row).execute();
      });
    } catch (error) {
      log.error({ err: error, entries: rows.length }, 'Audit entries could not be written');
    }
  }

  function flush(): Promise<void> {
    cancelFlush?.();
    cancelFlush = null;
    writing = writing.then(write);
    return writing;
  }

  /** Sums up what was too much, and begins a new hour. */
  function endHour(): void {
    cancelHour?.();
    cancelHour = null;
    for (const { sources } of kinds.values()) {
      for (const { suppressed, act, actor } of sources.values()) {
        if (suppressed === 0) continue;
        const detail = 'Further ones within the hour, not listed one by one.';
        pending.push({ ...toRow({ ...act, detail }, actor, isoNow()), count: suppressed });
      }
    }
    kinds.clear();
    void flush();
  }

  /** The source that an act counts for; with too many, all further ones are one. */
  function sourceOf(kind: Kind, key: string, act: AuditAct, actor: AuditActor): Source {
    const known = kind.sources.get(key);
    if (known) return known;
    const isOwn = kind.written < limits.ofKind || kind.sources.size < limits.sums;
    if (!isOwn && key !== '') {
      return sourceOf(kind, '', { kind: act.kind }, { id: null, email: '' });
    }
    const source = { written: 0, suppressed: 0, act, actor };
    kind.sources.set(key, source);
    return source;
  }

  return {
    note(act, actor, { about = '', most = limits.ofOne } = {}) {
      if (isClosed) return;
      cancelHour ??= clock.later(limits.hourMilliseconds, endHour);
      const kind = kinds.get(act.kind) ?? { written: 0, sources: new Map() };
      kinds.set(act.kind, kind);
      const source = sourceOf(kind, `${actor.from?.address ?? ''} ${about}`, act, actor);
      if (source.written >= most || kind.written >= limits.ofKind) {
        source.suppressed += 1;
        return;
      }
      source.written += 1;
      kind.written += 1;
      pending.push({ ...toRow(act, actor, isoNow()), count: 1 });
      cancelFlush ??= clock.later(limits.flushMilliseconds, () => void flush());
    },
    flush,
    async close() {
      isClosed = true;
      endHour();
      await flush();
    },
  };
}
