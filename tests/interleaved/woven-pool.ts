import type { PostgresPool } from 'kysely';
import type pg from 'pg';
import type { Gate } from './gate.ts';
import type { Variant } from './variants.ts';

/** How a connection ends: before a statement is carried out, or after it, with its answer lost. */
export type Kill = 'before' | 'after';

/** A connection of a node, in a transaction or not. */
export type Woven = {
  node: string;
  pid: number;
  isInTransaction: boolean;
  /** Ends it with its next statement. */
  doom(kill: Kill): void;
};

/** Hears of each transaction that begins, and of the error codes of statements, with the table that each concerns. */
export type Seen = { begun(): void; failed(code: string, table: string | undefined): void };

type Parts = {
  pool: pg.Pool;
  node: string;
  gate: () => Gate | null;
  /** Ends a backend, and resolves once it is gone. */
  endBackend(pid: number): Promise<void>;
  variant: Variant;
  seen: Seen;
};

/** A pool whose statements pass through the gate. */
export function createWovenPool({ pool, node, gate, endBackend, variant, seen }: Parts) {
  const connections = new Map<object, Woven>();
  const wovenClients = new WeakMap<pg.PoolClient, object>();

  function weave(client: pg.PoolClient): object {
    const { processID: pid } = client as unknown as { processID: number };
    let doomed: Kill | null = null;
    let snapshot: Map<string, number> | undefined;
    const woven: Woven = {
      ...{ node, pid, isInTransaction: false },
      doom(kill) {
        doomed = kill;
      },
    };

    async function kill(): Promise<void> {
      connections.delete(gated);
      await endBackend(pid);
    }

    async function carryOut(text: string, values: readonly unknown[]): Promise<unknown> {
      if (doomed === 'before') await kill();
      if (text === 'begin') snapshot = await variant.atBegin?.(client);
      const changed = variant.statement?.({ text, values, node, snapshot }) ?? { text, values };
      const answer = await client.query(changed.text, [...changed.values]);
      if (text === 'begin') {
        woven.isInTransaction = true;
        if (gate()) seen.begun();
      }
      if (doomed === 'after') {
        await kill();
        throw Object.assign(new Error('terminating connection'), { code: '57P01' });
      }
      return answer;
    }

    const query = async (text: string, values: readonly unknown[] = []) => {
      const open = gate();
      try {
        if (!open) return await carryOut(text, values);
        const what = text.replaceAll(/\s+/g, ' ').slice(0, 100);
        return await open.hold({ who: node, what, pid }, () => carryOut(text, values));
      } catch (error) {
        const { code, table } = error as { code?: string; table?: string };
        if (code !== undefined) seen.failed(code, table);
        throw error;
      } finally {
        if (text === 'commit' || text === 'rollback') woven.isInTransaction = false;
      }
    };
    const gated = { processID: pid, query, release: (isOver?: boolean) => client.release(isOver) };
    connections.set(gated, woven);
    return gated;
  }

  const woven: PostgresPool = {
    options: {},
    async connect() {
      const client = await pool.connect();
      const known = wovenClients.get(client) ?? weave(client);
      wovenClients.set(client, known);
      return known as Awaited<ReturnType<PostgresPool['connect']>>;
    },
    // Later schedules use it too.
    end: async () => {},
  };
  return { pool: woven, connections: () => [...connections.values()] };
}
