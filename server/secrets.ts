import { createHmac, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from './db/schema.ts';

export type Secrets = {
  /** Signs session cookies. */
  secret: string;
  /** Makes invitation tokens, and signs the passes of share links. */
  linkSecret: string;
};

/** `link` is another secret, which is in no backup. Both are replaced together, because the first is part of the result. */
export function secretsOf(secret: string, link: string): Secrets {
  return { secret, linkSecret: createHmac('sha256', secret).update(`links ${link}`).digest('base64url') };
}

/** The row of `meta` with the fingerprint of the secret of the last start. */
export const fingerprintKey = 'secretFingerprint';

/** Tells two secrets apart without naming them. */
export function fingerprintOf(secret: string): string {
  return createHmac('sha256', secret).update('fingerprint').digest('hex');
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** The secrets that all servers on this database share, made by the first one. */
export async function readSharedSecrets(db: Kysely<Database>): Promise<Secrets> {
  const read = async (name: 'secret' | 'link-secret') => {
    const made = { name, value: newSecret() };
    await db
      .insertInto('serverSecret')
      .values(made)
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    const query = db.selectFrom('serverSecret').select('value').where('name', '=', name);
    return (await query.executeTakeFirstOrThrow()).value;
  };
  return secretsOf(await read('secret'), await read('link-secret'));
}
