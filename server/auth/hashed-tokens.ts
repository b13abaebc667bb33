import type { BetterAuthOptions } from 'better-auth';
import type { DBAdapter, DBTransactionAdapter } from 'better-auth/adapters';
import { hashToken } from '../hash-token.ts';

type Where = { field: string; value: unknown };

/**
 * better-auth's database adapter with the SHA-256 of session tokens in place of the tokens: it writes hashes, looks
 * up by them, and returns the token only when it creates the session.
 */
export function withHashedTokens<Options extends BetterAuthOptions>(
  adapter: DBAdapter<Options>,
  /** Receives the error of a row that could not be written: better-auth doesn't pass it on. */
  noteError: (error: unknown) => void,
): DBAdapter<Options> {
  return {
    ...adapter,
    ...hashing(adapter, noteError),
    transaction: (callback) => adapter.transaction((tx) => callback({ ...tx, ...hashing(tx, noteError) })),
  };
}

function hashing<Options extends BetterAuthOptions>(
  adapter: DBTransactionAdapter<Options>,
  noteError: (error: unknown) => void,
): Omit<DBTransactionAdapter<Options>, 'id'> {
  const create: typeof adapter.create = (input) =>
    adapter.create(input).catch((error) => {
      noteError(error);
      throw error;
    }) as never;
  return {
    create: async (input) => {
      if (input.model !== 'session') return create(input);
      const token = String(input.data.token);
      const made = await create({ ...input, data: { ...input.data, token: hashToken(token) } });
      return { ...(made as object), token } as never;
    },
    findOne: (input) => adapter.findOne(hashed(input)),
    findMany: (input) => adapter.findMany(hashed(input)),
    count: (input) => adapter.count(hashed(input)),
    update: (input) => adapter.update(hashed(input)),
    updateMany: (input) => adapter.updateMany(hashed(input)),
    delete: (input) => adapter.delete(hashed(input)),
    deleteMany: (input) => adapter.deleteMany(hashed(input)),
    consumeOne: (input) => adapter.consumeOne(hashed(input)),
    incrementOne: (input) => adapter.incrementOne(hashed(input)),
  };
}

/** The same request with hashes where it names tokens of sessions. */
function hashed<
  Input extends { model: string; where?: Where[] | undefined; update?: Record<string, unknown> },
>(input: Input): Input {
  if (input.model !== 'session') return input;
  const hash = (value: unknown) => (Array.isArray(value) ? value.map(hashToken) : hashToken(String(value)));
  const { where, update } = input;
  return {
    ...input,
    ...(where && {
      where: where.map((one) => (one.field === 'token' ? { ...one, value: hash(one.value) } : one)),
    }),
    ...(update && 'token' in update && { update: { ...update, token: hash(update.token) } }),
  };
}
