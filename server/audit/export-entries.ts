import { auditKinds, isAuditKind } from './audit-kinds.ts';
import type { AuditEntry } from './read-entries.ts';

export const auditFormats = ['jsonl', 'csv'] as const;
export type AuditFormat = (typeof auditFormats)[number];

type Entry = Omit<AuditEntry, 'kind'> & { kind: string };
type Page = { entries: Entry[]; next: number | null };

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
  readPage: (before: number | undefined) => Promise<Page>,
  format: AuditFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield `${['number', 'at', 'act', ...columns.slice(2)].join(',')}\r\n`;
  let before: number | null = null;
  do {
    const page: Page = await readPage(before ?? undefined);
    const line = format === 'csv' ? csvLine : jsonLine;
    yield page.entries.map(line).join('');
    before = page.next;
  } while (before !== null);
}

function actOf({ kind }: Entry): string {
  return isAuditKind(kind) ? auditKinds[kind] : kind;
}

function jsonLine(entry: Entry): string {
  return `${JSON.stringify({ ...entry, act: actOf(entry) })}\n`;
}

function csvLine(entry: Entry): string {
  const [number, at, ...rest] = columns.map((column) => entry[column]);
  return `${[number, at, actOf(entry), ...rest].map(csvCell).join(',')}\r\n`;
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
