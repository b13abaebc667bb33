import type { Kysely, Transaction } from 'kysely';
import type { Environment } from '../../common/environment.ts';
import { type AuditActor, record } from '../audit/record.ts';
import type { Sender } from '../audit/sender.ts';
import { alone } from '../db/alone.ts';
import type { Database } from '../db/schema.ts';
import type { Identity } from './provider.ts';

/** better-auth's name for a password among the ways to sign in. */
const password = 'credential';

/**
 * Why an identity doesn't sign in. `unverified-there`: the provider has not verified the email. `unverified-here`: an
 * account has that email, but has never proved it. `other-identity`: that account signs in with another identity of this
 * provider. `no-account`: it would need a new account.
 */
export type SignInProblem = 'unverified-there' | 'unverified-here' | 'other-identity' | 'no-account';

/** `taken`: it belongs to another account. `other-identity`: this account has one of this provider already. */
export type LinkProblem = 'taken' | 'other-identity';

export type Identities = {
  /**
   * The account of an identity: the one it is connected to, else the one with its email if both sides have verified
   * that, else a new one if `makesAccount`.
   */
  signIn(
    provider: string,
    identity: Identity,
    options: { makesAccount: boolean; from: Sender },
  ): Promise<{ userId: string; isNew: boolean } | { problem: SignInProblem }>;
  /** Connects an identity to an account. */
  link(provider: string, identity: Identity, actor: AuditActor & { id: string }): Promise<LinkProblem | null>;
  /** `providers`: those that people can sign in with now. */
  list(userId: string, providers: string[]): Promise<{ hasPassword: boolean; linked: LinkedIdentity[] }>;
  /** `last`: it is the only way to sign in to the account, and stays. */
  unlink(
    actor: AuditActor & { id: string },
    provider: string,
    providers: string[],
  ): Promise<'done' | 'none' | 'last'>;
};

export type LinkedIdentity = { provider: string; linkedAt: string };

export function createIdentities(db: Kysely<Database>, environment: Environment): Identities {
  const { newId, clock } = environment;
  const isoNow = () => new Date(clock.now()).toISOString();
  /** A subject is unique for its issuer only, and an operator may point a name to another one. */
  const accountId = ({ issuer, subject }: Identity) => `${issuer} ${subject}`;

  const ownerOf = (tx: Transaction<Database>, provider: string, identity: Identity) =>
    tx
      .selectFrom('account')
      .select('userId')
      .where('providerId', '=', provider)
      .where('accountId', '=', accountId(identity))
      .executeTakeFirst();

  const rowsOf = (tx: Kysely<Database>, userId: string) =>
    tx.selectFrom('account').select(['providerId', 'createdAt']).where('userId', '=', userId).execute();

  async function connect(
    tx: Transaction<Database>,
    provider: string,
    identity: Identity,
    actor: AuditActor & { id: string },
  ): Promise<'other-identity' | null> {
    const { id: userId } = actor;
    const rows = await rowsOf(tx, userId);
    if (rows.some(({ providerId }) => providerId === provider)) return 'other-identity';
    const at = isoNow();
    await tx
      .insertInto('account')
      .values({
        ...{ id: newId(), userId, providerId: provider, accountId: accountId(identity) },
        ...{ accessToken: null, refreshToken: null, idToken: null, scope: null, password: null },
        ...{ accessTokenExpiresAt: null, refreshTokenExpiresAt: null, createdAt: at, updatedAt: at },
      })
      .execute();
    await record({ tx, now: at, actor }, { kind: 'identity.linked', detail: provider });
    return null;
  }

  async function register(tx: Transaction<Database>, name: string, email: string): Promise<string> {
    const id = newId();
    const at = isoNow();
    await tx
      .insertInto('user')
      .values({
        id,
        name,
        email,
        emailVerified: 1,
        image: null,
        role: 'MEMBER',
        createdAt: at,
        updatedAt: at,
      })
      .execute();
    return id;
  }

  return {
    signIn: (provider, identity, { makesAccount, from }) =>
      alone(db, 'identities', async (tx) => {
        const owner = await ownerOf(tx, provider, identity);
        if (owner) return { ...owner, isNew: false };
        const { email, name } = identity;
        if (email === null || !identity.isEmailVerified) return { problem: 'unverified-there' };
        const user = await tx
          .selectFrom('user')
          .select(['id', 'emailVerified'])
          .where('email', '=', email)
          .executeTakeFirst();
        if (user && user.emailVerified !== 1) return { problem: 'unverified-here' };
        if (!user && !makesAccount) return { problem: 'no-account' };
        const userId = user?.id ?? (await register(tx, name ?? email.split('@')[0] ?? email, email));
        const problem = await connect(tx, provider, identity, { id: userId, email, from });
        return problem === null ? { userId, isNew: user === undefined } : { problem };
      }),

    link: (provider, identity, actor) =>
      alone(db, 'identities', async (tx) => {
        const owner = await ownerOf(tx, provider, identity);
        if (owner) return owner.userId === actor.id ? null : 'taken';
        return connect(tx, provider, identity, actor);
      }),

    async list(userId, providers) {
      const rows = await rowsOf(db, userId);
      return {
        hasPassword: rows.some(({ providerId }) => providerId === password),
        linked: rows.flatMap(({ providerId, createdAt }) =>
          providers.includes(providerId) ? { provider: providerId, linkedAt: createdAt } : [],
        ),
      };
    },

    unlink: (actor, provider, providers) =>
      alone(db, 'identities', async (tx) => {
        const { id: userId } = actor;
        const rows = await rowsOf(tx, userId);
        if (!rows.some(({ providerId }) => providerId === provider)) return 'none';
        const isWayIn = (name: string) => name === password || providers.includes(name);
        if (!rows.some(({ providerId }) => providerId !== provider && isWayIn(providerId))) return 'last';
        await tx
          .deleteFrom('account')
          .where('userId', '=', userId)
          .where('providerId', '=', provider)
          .execute();
        await record({ tx, now: isoNow(), actor }, { kind: 'identity.unlinked', detail: provider });
        return 'done';
      }),
  };
}
