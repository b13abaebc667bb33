import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** scrypt as OWASP advises: with this cost a hash takes 128 MiB and about half a second of a processor. */
export const defaultPasswordCost = 17;

const [blockSize, parallelism] = [8, 1];

/** better-auth's figures, in which earlier versions stored passwords as `salt:key` in hex. */
const formerOptions = { N: 2 ** 14, r: 16, p: 1 };
const formerHash = `${'0'.repeat(32)}:${'0'.repeat(128)}`;

/** Hashes passwords, and checks them against hashes of any figures: each hash carries its own. */
export type PasswordHasher = {
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
  /** Takes as long as `verify` against a hash of an earlier version. */
  spendFormer(password: string): Promise<void>;
  /** Every hash with today's figures begins with this. */
  readonly prefix: string;
};

/** `cost` is the binary logarithm of scrypt's N. */
export function createPasswordHasher(cost: number): PasswordHasher {
  const prefix = `$scrypt$ln=${cost},r=${blockSize},p=${parallelism}$`;
  return {
    prefix,
    async hash(password) {
      const salt = randomBytes(16);
      const key = await derive(password, salt, 32, { N: 2 ** cost, r: blockSize, p: parallelism });
      return `${prefix}${salt.toString('base64')}$${key.toString('base64')}`;
    },
    async verify(hash, password) {
      const { salt, key, options } = readHash(hash);
      return timingSafeEqual(await derive(password, salt, key.length, options), key);
    },
    async spendFormer(password) {
      const { salt, key, options } = readHash(formerHash);
      await derive(password, salt, key.length, options);
    },
  };
}

function readHash(hash: string): { salt: string | Buffer; key: Buffer; options: ScryptOptions } {
  const parts = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w+/=]+)\$([\w+/=]+)$/.exec(hash);
  if (!parts) {
    const [, salt, key] = /^([0-9a-f]{32}):([0-9a-f]{128})$/.exec(hash) ?? [];
    if (!salt || !key) throw new Error('A stored password hash has an unknown format');
    return { salt, key: Buffer.from(key, 'hex'), options: formerOptions };
  }
  const [, ln, r, p, salt = '', key = ''] = parts;
  return {
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
    options: { N: 2 ** Number(ln), r: Number(r), p: Number(p) },
  };
}

function derive(
  password: string,
  salt: string | Buffer,
  length: number,
  options: ScryptOptions,
): Promise<Buffer> {
  const maxmem = 256 * (options.N ?? 0) * (options.r ?? 0);
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, length, { ...options, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
