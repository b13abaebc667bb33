import type { ExpressionBuilder, Kysely } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import type { Failure, Outcome } from '../../protocol/wire/error.ts';
import type { OperatedAccount } from '../../protocol/wire/operator.ts';
import { createSessionList } from '../auth/session-list.ts';
import { isPartOf } from '../db/dialect.ts';
import type { Database } from '../db/schema.ts';
import { failure } from '../failure.ts';
import type { Operation } from './operation.ts';

const noSuchAccount: Failure = failure('not-found', 'There is no account with this email or id.');

/** The account with this id or email address. */
export async function findAccount(
  db: Kysely<Database>,
  named: string,
): Promise<Outcome<{ id: string; email: string }>> {
  const row = await db
    .selectFrom('user')
    .select(['id', 'email'])
    .where((where) => where.or([where('id', '=', named), where('email', '=', named.toLowerCase())]))
    .where('closedAt', 'is', null)
    .where('closedAt', 'is', null)
    .executeTakeFirst();
  return row ? { ok: true, data: row } : noSuchAccount;
}

/** Accounts as the operator sees them. The caller filters and orders them. */
function selectAccounts(db: Kysely<Database>, now: string) {
  return db
    .selectFrom('user')
    .select(['user.id', 'user.name', 'user.email', 'user.role', 'user.createdAt'])
    .select(['user.lastSeenAt', 'user.disabledAt', 'user.quotaBytes'])
    .select((eb) => [
      eb
        .selectFrom('session')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('session.userId', '=', 'user.id')
        .where('session.expiresAt', '>', now)
        .as('sessions'),
      eb
        .selectFrom('member')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('member.userId', '=', 'user.id')
        .as('projects'),
      eb
        .selectFrom('file')
        .select((sum) => sum.fn.sum<number | null>('file.size').as('bytes'))
        .whereRef('file.uploadedBy', '=', 'user.id')
        .as('bytes'),
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectAccounts>['executeTakeFirstOrThrow']>>;

function toAccount(row: Row): OperatedAccount {
  const { sessions, projects, bytes, ...account } = row;
  const [createdAt, lastSeenAt] = [isoTime(row.createdAt), row.lastSeenAt && isoTime(row.lastSeenAt)];
  return {
    ...{ ...account, createdAt, lastSeenAt },
    ...{ sessions: Number(sessions), projects: Number(projects), bytes: Number(bytes ?? 0) },
  };
}

/** better-auth may write times in another form of ISO 8601. */
function isoTime(text: string): string {
  return new Date(text).toISOString();
}

export async function readAccount(db: Kysely<Database>, clock: Clock, id: string): Promise<OperatedAccount> {
  const now = new Date(clock.now()).toISOString();
  return toAccount(await selectAccounts(db, now).where('user.id', '=', id).executeTakeFirstOrThrow());
}

export const listAccounts: Operation<'users'> = async ({ db, environment: { clock } }, input) => {
  const { search, state, before, limit } = input;
  const matches = (eb: ExpressionBuilder<Database, 'user'>) =>
    eb.and([
      eb('user.closedAt', 'is', null),
      eb('user.closedAt', 'is', null),
      ...(search === ''
        ? []
        : [eb.or([isPartOf(db, search, 'user.name'), isPartOf(db, search, 'user.email')])]),
      ...(state === 'disabled' ? [eb('user.disabledAt', 'is not', null)] : []),
      ...(state === 'enabled' ? [eb('user.disabledAt', 'is', null)] : []),
      ...(state === 'admins' ? [eb('user.role', '=', 'ADMIN')] : []),
    ]);
  const { total } = await db
    .selectFrom('user')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where(matches)
    .executeTakeFirstOrThrow();
  const rows = await selectAccounts(db, new Date(clock.now()).toISOString())
    .where(matches)
    .$if(before !== undefined, (query) => query.where('user.id', '<', before ?? ''))
    .orderBy('user.id', 'desc')
    .limit(limit + 1)
    .execute();
  const accounts = rows.slice(0, limit).map(toAccount);
  const next = rows.length > limit ? (accounts.at(-1)?.id ?? null) : null;
  return { ok: true, data: { accounts, total, next } };
};

export const showAccount: Operation<'show'> = async ({ db, environment: { clock }, config }, input) => {
  const found = await findAccount(db, input.account);
  if (!found.ok) return found;
  const account = await readAccount(db, clock, found.data.id);
  const inProjects = await db
    .selectFrom('member')
    .innerJoin('project', 'project.id', 'member.projectId')
    .select(['project.id', 'project.name', 'member.role', 'member.joinedAt'])
    .where('member.userId', '=', account.id)
    .orderBy('project.name')
    .execute();
  const sessions = await createSessionList(db, clock).read(account.id, '');
  const signedIn = sessions.map(({ isCurrent: _, ...session }) => session);
  const limitBytes = account.quotaBytes ?? config.accountQuotaBytes;
  return { ok: true, data: { ...account, limitBytes, inProjects, signedIn } };
};
