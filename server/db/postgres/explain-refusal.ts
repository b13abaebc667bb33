import { DatabaseError } from '../database-error.ts';

type PostgresError = Error & { code?: string };

const sentences: Record<string, (message: string) => string> = {
  // Insufficient privilege.
  '42501': (message) =>
    `The user of DATABASE_URL lacks a right: ${message}. Make it the owner of the database and of all tables in it, or let it make tables: grant create on schema public to … .`,
  // Duplicate table, duplicate object.
  '42P07': notEmpty,
  '42710': notEmpty,
  // Invalid schema name.
  '3F000': () =>
    'The database at DATABASE_URL has no schema public. Make one that belongs to the user of DATABASE_URL: create schema public authorization … .',
  // Read-only transaction.
  '25006': () =>
    'PostgreSQL takes no changes: it is a standby, or set to read-only. Let DATABASE_URL lead to the primary.',
};

function notEmpty(message: string): string {
  return `The database at DATABASE_URL has tables of another program: ${message}. Give BandMate an empty database.`;
}

/** The reason for which a server can’t use this database, as a sentence where only the operator can change it. */
export function explainRefusal(error: unknown): unknown {
  const { code = '', message } = error as PostgresError;
  const explain = Object.hasOwn(sentences, code) ? sentences[code] : undefined;
  return explain ? new DatabaseError(explain(message), { cause: error }) : error;
}
