import type pg from 'pg';

export type Statement = {
  text: string;
  values: readonly unknown[];
  node: string;
  /** The answer of `atBegin`. */
  snapshot: Map<string, number> | undefined;
};

/** A defect put between the server and its database. */
export type Variant = {
  /** Returns the statement that PostgreSQL gets in its place. */
  statement?(sent: Statement): Pick<Statement, 'text' | 'values'> | undefined;
  /** Asks something before each transaction. */
  atBegin?(client: pg.PoolClient): Promise<Map<string, number>>;
};

const isLock = (text: string) => text.includes('pg_advisory_xact_lock');

/** Broken servers that the schedules must find: each lacks one thing on which two servers rest. */
export const variants: { [Name in string]?: Variant } = {
  'locks in no order': {
    statement: ({ text, values, node }) =>
      isLock(text) && node !== 'n0' ? { text, values: [(values[0] as string[]).toReversed()] } : undefined,
  },

  'locks nothing': {
    statement: ({ text, values }) => (isLock(text) ? { text: 'select $1::text[]', values } : undefined),
  },

  /** The heads are read at the beginning of the transaction, before the locks. */
  'numbers events before it locks': {
    async atBegin(client) {
      const { rows } = await client.query('select topic, seq from "topicHead"');
      return new Map(rows.map(({ topic, seq }) => [topic, Number(seq)]));
    },
    statement({ text, values, snapshot }) {
      if (!text.startsWith('insert into "topicHead"') || !snapshot) return undefined;
      const numbered = values.map((value, index) =>
        index % 2 === 1 ? Number(value) + (snapshot.get(values[index - 1] as string) ?? 0) : value,
      );
      return {
        text: text.replace('"topicHead"."seq" + "excluded"."seq"', '"excluded"."seq"'),
        values: numbered,
      };
    },
  },

  'stores no answers': {
    statement: ({ text }) =>
      text.startsWith('insert into "operation"') ? { text: 'select 1', values: [] } : undefined,
  },

  'keeps what a refused change wrote': {
    statement: ({ text, values }) =>
      text === 'rollback to change' ? { text: 'select 1', values } : undefined,
  },
};

export function variantNamed(name: string | undefined): Variant | undefined {
  if (name === undefined) return undefined;
  const found = variants[name];
  if (!found) throw new Error(`There is no “${name}”: ${Object.keys(variants).join(', ')}`);
  return found;
}
