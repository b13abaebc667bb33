import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { auditKinds } from './audit-kinds.ts';
import { type AuditEntry, type AuditFilter, largestAuditPage, readEntries } from './read-entries.ts';

export const auditFormats = ['jsonl', 'csv'] as const;
export type AuditFormat = (typeof auditFormats)[number];

const columns = [
  'number',
  'at',
  'kind',
  'actor',
  'actorId',
  'address',
  'device',
  'subject',
  'subjectId',
  'projectId',
  'detail',
  'count',
] as const satisfies (keyof AuditEntry)[];

/** The entries as lines of JSON or CSV, newest first, read page by page: each piece of text is one page. */
export async function* exportEntries(
  db: Kysely<Database>,
  filter: AuditFilter,
  format: AuditFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield `${['number', 'at', 'act', ...columns.slice(2)].join(',')}\r\n`;
  let before: number | null = null;
  do {
    const page = await readEntries(db, filter, { before: before ?? undefined, limit: largestAuditPage });
    const line = format === 'csv' ? csvLine : jsonLine;
    yield page.entries.map(line).join('');
    before = page.next;
  } while (before !== null);
}

function jsonLine(entry: AuditEntry): string {
  return `${JSON.stringify({ ...entry, act: auditKinds[entry.kind] })}\n`;
}

function csvLine(entry: AuditEntry): string {
  const [number, at, ...rest] = columns.map((column) => entry[column]);
  return `${[number, at, auditKinds[entry.kind], ...rest].map(csvCell).join(',')}\r\n`;
}

/**
 * A spreadsheet runs a cell that begins like a formula, and e-mail addresses and names are anyone's: an apostrophe
 * before it makes it text.
 */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}
