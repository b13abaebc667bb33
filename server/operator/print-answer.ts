import { plural } from '../../common/plural.ts';
import { forWord } from '../../protocol/wire/open-enum.ts';
import type {
  AccountDetails,
  OperatedAccount,
  OperatorCommand,
  OperatorResult,
  RegistrationMode,
  StorageReport,
} from '../../protocol/wire/operator.ts';
import { sizeText } from '../files/receive-file.ts';

type Printers = { [Name in OperatorCommand]: (result: OperatorResult<Name>) => string };

const printers: Printers = {
  users: ({ accounts, total, next }) =>
    [
      accounts.length === 0 ? 'No account matches.' : accountTable(accounts),
      `${accounts.length} of ${total}${next === null ? '.' : `. The next ones: --before ${next}`}`,
    ].join('\n'),
  show: printDetails,
  disable: ({ email }) => `${email} is disabled: signed out everywhere, and its share links are closed.`,
  enable: ({ email }) => `${email} may sign in again.`,
  delete: ({ email }) => `The account of ${email} is deleted.`,
  'end-sessions': ({ email }) => `${email} is signed out everywhere.`,
  'reset-password': ({ email, url }) =>
    `Send this link to ${email}. It works once, within an hour, and signs the account out everywhere:\n${url}`,
  'remove-second-factor': ({ email }) => `${email} signs in with the password alone.`,
  'make-admin': ({ email }) => `${email} is an admin of the server.`,
  'remove-admin': ({ email }) => `${email} is no longer an admin of the server.`,
  quota: ({ account, project, bytes }) =>
    `${project === undefined ? `The account ${account}` : `The project ${project}`} may keep ${quotaText(bytes)}.`,
  registration: ({ mode, isFixed }) => `${modeSentence(mode)}${isFixed ? ' REGISTRATION decides it.' : ''}`,
  'set-registration': ({ mode }) => modeSentence(mode),
  invite: ({ email, url, expiresAt, isMailed }) =>
    `${email} may make an account with this link until ${timeText(expiresAt)}.${isMailed ? ' It was mailed.' : ''}\n${url}`,
  invitations: ({ invitations }) =>
    invitations.length === 0
      ? 'No invitation is open.'
      : table(
          ['email', 'made', 'until', 'id'],
          invitations.map(({ email, createdAt, expiresAt, id }) => [
            email,
            timeText(createdAt),
            timeText(expiresAt),
            id,
          ]),
        ),
  withdraw: () => 'The invitation is withdrawn: its link no longer works.',
  announcement: printAnnouncement,
  announce: printAnnouncement,
  'end-announcement': printAnnouncement,
  audit: printAudit,
  storage: printStorage,
};

/** An answer for people. */
export function printAnswer<Name extends OperatorCommand>(
  command: Name,
  result: OperatorResult<Name>,
): string {
  return (printers[command] as (result: OperatorResult<Name>) => string)(result);
}

const modeSentences: Record<RegistrationMode, string> = {
  open: 'open: everyone who reaches the server may make an account.',
  invitation: 'invitation: an account needs an invitation, by a project or by you.',
  closed: 'closed: only those whom you invite may make an account.',
};

function modeSentence(mode: OperatorResult<'registration'>['mode']): string {
  return forWord(modeSentences, mode) ?? mode;
}

function printAnnouncement({ announcement }: OperatorResult<'announcement'>): string {
  if (announcement === null) return 'Nothing is announced.';
  const { text, endsAt } = announcement;
  return `Shown to everybody${endsAt === null ? '' : ` until ${timeText(endsAt)}`}: ${oneLine(text)}`;
}

function printAudit({ entries, next }: OperatorResult<'audit'>): string {
  if (entries.length === 0) return 'No entry matches.';
  const rows = entries.map((entry) => [
    entry.at.slice(0, 19).replace('T', ' '),
    entry.actor,
    `${entry.act}${entry.count > 1 ? ` (${entry.count} times)` : ''}`,
    entry.subject ?? '',
    entry.detail ?? '',
    entry.address ?? '',
    entry.device ?? '',
  ]);
  const listed = table(['at', 'account', 'act', 'subject', 'detail', 'address', 'device'], rows);
  return next === null ? listed : `${listed}\nEarlier ones: --before ${next}`;
}

function accountTable(accounts: OperatedAccount[]): string {
  return table(
    ['email', 'name', 'state', 'last seen', 'sessions', 'projects', 'storage', 'id'],
    accounts.map((account) => [
      account.email,
      account.name,
      stateText(account),
      timeText(account.lastSeenAt),
      String(account.sessions),
      String(account.projects),
      sizeText(account.bytes),
      account.id,
    ]),
  );
}

function printDetails(account: AccountDetails): string {
  const { inProjects, signedIn, limitBytes } = account;
  return [
    table(
      [],
      [
        ['email', account.email],
        ['name', account.name],
        ['id', account.id],
        ['state', stateText(account)],
        ['created', timeText(account.createdAt)],
        ['last seen', timeText(account.lastSeenAt)],
        ['storage', `${sizeText(account.bytes)} of ${limitBytes === 0 ? 'any size' : sizeText(limitBytes)}`],
      ],
    ),
    '',
    inProjects.length === 0
      ? 'In no project.'
      : table(
          ['project', 'role', 'since', 'id'],
          inProjects.map(({ id, name, role, joinedAt }) => [name, role, timeText(joinedAt), id]),
        ),
    '',
    signedIn.length === 0
      ? 'Signed in nowhere.'
      : table(
          ['signed in on', 'address', 'last used', 'since'],
          signedIn.map((session) => [
            session.device,
            session.address,
            timeText(session.lastUsedAt),
            timeText(session.createdAt),
          ]),
        ),
  ].join('\n');
}

function printStorage(report: StorageReport): string {
  const { stored, reserved, freeBytes } = report;
  const rows = (list: { name: string; bytes: number; quotaBytes: number | null; id: string }[]) =>
    list.map(({ name, bytes, quotaBytes, id }) => [name, sizeText(bytes), quotaText(quotaBytes), id]);
  return [
    table(
      [],
      [
        ['stored', `${sizeText(stored.bytes)} in ${plural(stored.files, 'file')}`],
        ['of deleted songs', sizeText(report.deletedBytes)],
        ['reserved', `${sizeText(reserved.bytes)} for ${plural(reserved.uploads, 'upload')}`],
        ['free for uploads', freeBytes === null ? 'no limit known' : sizeText(freeBytes)],
        ['kept for the database', `up to ${sizeText(report.reserveBytes)}`],
        ['an account may keep', quotaText(report.accountQuotaBytes)],
        ['a project may keep', quotaText(report.projectQuotaBytes)],
      ],
    ),
    '',
    table(
      ['account', 'storage', 'limit', 'id'],
      rows(report.accounts.map((row) => ({ ...row, name: row.email }))),
    ),
    '',
    table(['project', 'storage', 'limit', 'id'], rows(report.projects)),
  ].join('\n');
}

function stateText({ disabledAt, role }: OperatedAccount): string {
  return (
    [disabledAt === null ? '' : 'disabled', role === 'ADMIN' ? 'admin' : ''].filter(Boolean).join(', ') || '-'
  );
}

/** In UTC, to the minute. */
function timeText(at: string | null): string {
  return at === null ? 'never' : `${at.slice(0, 10)} ${at.slice(11, 16)}`;
}

function quotaText(bytes: number | null): string {
  if (bytes === null) return 'default';
  return bytes === 0 ? 'any size' : sizeText(bytes);
}

/** Columns as wide as their widest cell. Without headings, the first column names the rows. */
function table(headings: string[], rows: string[][]): string {
  const all = [...(headings.length > 0 ? [headings] : []), ...rows].map((row) => row.map(oneLine));
  const widths: number[] = [];
  for (const row of all) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Names are typed by strangers: one must not move the cursor of the operator's terminal, or make a line of its own. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}
