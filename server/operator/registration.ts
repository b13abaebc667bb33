import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import type { Environment } from '../../common/environment.ts';
import type { Failure } from '../../protocol/wire/error.ts';
import { type RegistrationMode, registrationModeSchema } from '../../protocol/wire/operator.ts';
import type { ServerConfig } from '../config.ts';
import type { Database } from '../db/schema.ts';
import { failure } from '../failure.ts';
import { hashToken } from '../hash-token.ts';

const metaKey = 'registration';

const dayMilliseconds = 24 * 60 * 60 * 1000;
const invitationDays = 14;

const invitationNeeded = failure(
  'forbidden',
  'This server takes new accounts by invitation only. Open the link in your invitation, or ask for one.',
);
const closed = failure(
  'forbidden',
  'This server takes no new accounts. Ask the person who runs it for an invitation.',
);
const otherAddress = failure('forbidden', 'This invitation is for another email.');
const usedUp = failure(
  'forbidden',
  'As many people as it allows have registered with this invitation. Ask for a new one.',
);

/** The address may have an account. `giveBack`: none was made after all. */
type Admission = { ok: true; giveBack(): Promise<void> };

const freely: Admission = { ok: true, giveBack: async () => {} };

/** Decides on new accounts. A setting of the environment counts before that in the database. */
export type Registration = {
  mode(): Promise<RegistrationMode>;
  /** Whether this address may have an account. `token`: of the link that was opened; one for several people counts it. */
  admit(email: string, token: string | undefined): Promise<Admission | Failure>;
  /** The account was made, so the operator's invitations of its address are used up. */
  noteMade(email: string): Promise<void>;
};

type Parts = { db: Kysely<Database>; config: Pick<ServerConfig, 'registration'>; clock: Clock };

export function createRegistration({ db, config, clock }: Parts): Registration {
  const isoNow = () => new Date(clock.now()).toISOString();
  const mode = () => readMode(db, config);

  async function invitedByOperator(token: string) {
    return db
      .selectFrom('accountInvitation')
      .select('email')
      .where('tokenHash', '=', hashToken(token))
      .where('usedAt', 'is', null)
      .where('expiresAt', '>', isoNow())
      .executeTakeFirst();
  }

  async function invitedToProject(token: string) {
    return db
      .selectFrom('invitation')
      .innerJoin('user', 'user.id', 'invitation.createdBy')
      .select('invitation.email')
      .where('invitation.tokenHash', '=', hashToken(token))
      .where('invitation.acceptedAt', 'is', null)
      .where('invitation.expiresAt', '>', isoNow())
      .where('user.disabledAt', 'is', null)
      .executeTakeFirst();
  }

  /** One step, so that requests at the same moment don't take the same place. */
  async function takePlace(token: string): Promise<Admission | Failure> {
    const ofLink = db.updateTable('invitation').where('tokenHash', '=', hashToken(token));
    const taken = await ofLink
      .set((eb) => ({ accounts: eb('accounts', '+', 1) }))
      .whereRef('accounts', '<', 'mostUses')
      .executeTakeFirst();
    if (taken.numUpdatedRows === 0n) return usedUp;
    const giveBack = async () => {
      await ofLink.set((eb) => ({ accounts: eb('accounts', '-', 1) })).execute();
    };
    return { ok: true, giveBack };
  }

  return {
    mode,
    async admit(email, token) {
      const current = await mode();
      if (current === 'open') return freely;
      const invited =
        token === undefined
          ? undefined
          : ((await invitedByOperator(token)) ??
            (current === 'invitation' ? await invitedToProject(token) : undefined));
      if (!invited || token === undefined) return current === 'closed' ? closed : invitationNeeded;
      if (invited.email === '') return takePlace(token);
      return invited.email === email.toLowerCase() ? freely : otherAddress;
    },
    async noteMade(email) {
      await db
        .updateTable('accountInvitation')
        .set({ usedAt: isoNow() })
        .where('email', '=', email.toLowerCase())
        .where('usedAt', 'is', null)
        .execute();
    },
  };
}

export async function readMode(
  db: Kysely<Database>,
  { registration }: Parts['config'],
): Promise<RegistrationMode> {
  if (registration !== null) return registration;
  const row = await db.selectFrom('meta').select('value').where('key', '=', metaKey).executeTakeFirst();
  const stored = registrationModeSchema.safeParse(row?.value);
  return stored.success ? stored.data : 'open';
}

export async function storeMode(db: Kysely<Database>, mode: RegistrationMode): Promise<void> {
  await db
    .insertInto('meta')
    .values({ key: metaKey, value: mode })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: mode }))
    .execute();
}

/** Invites an address to make an account. Only the hash of the token is stored. An earlier invitation of it ends. */
export async function inviteAddress(
  tx: Kysely<Database>,
  { newId, clock }: Pick<Environment, 'newId' | 'clock'>,
  email: string,
  createdBy: string | null,
): Promise<{ id: string; token: string; expiresAt: string }> {
  const [id, token, now] = [newId(), randomBytes(32).toString('base64url'), clock.now()];
  const createdAt = new Date(now).toISOString();
  const expiresAt = new Date(now + invitationDays * dayMilliseconds).toISOString();
  await tx.deleteFrom('accountInvitation').where('email', '=', email).where('usedAt', 'is', null).execute();
  await tx
    .insertInto('accountInvitation')
    .values({ id, email, tokenHash: hashToken(token), createdBy, createdAt, expiresAt })
    .execute();
  return { id, token, expiresAt };
}
