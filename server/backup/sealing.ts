import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { Decrypter, Encrypter } from 'age-encryption';
import type { Outcome } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';
import { syncFile } from '../storage/disk.ts';
import { openLocalFile } from '../storage/local-file.ts';
import type { StoredBytes } from '../storage/stored-bytes.ts';

/**
 * Encrypts or decrypts the files of a backup, in the format of age (age-encryption.org): so every age program opens
 * them, without this server.
 */
export type Sealing = {
  /** The size that so many bytes will have. */
  sizeOf(bytes: number): number;
  /** The bytes in a temporary file below `folder`, which disposing of them removes. */
  apply(bytes: StoredBytes, folder: string): Promise<StoredBytes>;
  applyToFile(from: string, to: string): Promise<void>;
};

/** A backup without encryption: every file is what it is. */
export const unsealed: Sealing = {
  sizeOf: (bytes) => bytes,
  apply: async (bytes) => ({ ...bytes, [Symbol.asyncDispose]: async () => {} }),
  applyToFile: async (from, to) => pipeline(createReadStream(from), newFile(to)),
};

/** age seals pieces of this size, each with a tag, after a header and a nonce. */
const pieceBytes = 64 * 1024;
const tagBytes = 16;

/** Encrypts for these public keys (`age1…`). Any one of their secret keys opens the files. */
export async function createSeal(recipients: string[]): Promise<Outcome<Sealing>> {
  const encrypter = new Encrypter();
  try {
    for (const recipient of recipients) encrypter.addRecipient(recipient);
  } catch {
    return failure('invalid', 'BACKUP_RECIPIENT must list public keys like age1…, separated by commas.');
  }
  // Keys of one kind take the same room in every file.
  const headerBytes = (await encrypter.encrypt(new Uint8Array(0))).length - tagBytes;
  const transform: Transform = (source) => encrypter.encrypt(source);
  return {
    ok: true,
    data: {
      sizeOf: (bytes) => headerBytes + bytes + tagBytes * Math.max(1, Math.ceil(bytes / pieceBytes)),
      ...sealingBy(transform),
    },
  };
}

/** Decrypts with the secret key in a file, as `npm run server:backup-key` or age-keygen made it. */
export async function readSealKey(file: string): Promise<Outcome<Sealing>> {
  const text = await readFile(file, 'utf8').catch((error: Error) => error);
  if (text instanceof Error) {
    return failure('invalid', `The key of the backup can't be read from ${file}: ${text.message}`);
  }
  const keys = text.split('\n').flatMap((line) => line.trim().match(/^AGE-SECRET-KEY-\S+$/i)?.[0] ?? []);
  const decrypter = new Decrypter();
  try {
    for (const key of keys) decrypter.addIdentity(key);
  } catch {
    keys.length = 0;
  }
  if (keys.length === 0) return failure('invalid', `There is no key like AGE-SECRET-KEY-… in ${file}.`);
  return {
    ok: true,
    data: { sizeOf: (bytes) => bytes, ...sealingBy((source) => decrypter.decrypt(source)) },
  };
}

/** Whether the key opens this small file of a backup. */
export async function opens(key: Sealing, file: string): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'bandmate-key-'));
  try {
    await key.applyToFile(file, join(folder, 'opened'));
    return true;
  } catch {
    return false;
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Transform = (source: ReadableStream<Uint8Array>) => Promise<ReadableStream<Uint8Array>>;

function sealingBy(transform: Transform): Omit<Sealing, 'sizeOf'> {
  async function write(source: Readable, to: string): Promise<void> {
    const transformed = await transform(Readable.toWeb(source) as ReadableStream<Uint8Array>);
    await pipeline(Readable.fromWeb(transformed), newFile(to));
  }
  return {
    async apply(bytes, folder) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, randomUUID());
      const discard = () => rm(path, { force: true });
      try {
        await write(bytes.stream(), path);
        await syncFile(path);
        const made = await openLocalFile(path);
        const dispose = async () => {
          await made[Symbol.asyncDispose]();
          await discard();
        };
        return { ...made, [Symbol.asyncDispose]: dispose };
      } catch (error) {
        await discard();
        throw error;
      }
    },
    applyToFile: (from, to) => write(createReadStream(from), to),
  };
}

function newFile(path: string) {
  return createWriteStream(path, { flags: 'wx', mode: 0o600 });
}
