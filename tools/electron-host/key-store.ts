import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ivBytes = 12;
const tagBytes = 16;

/**
 * A key store for tests: a key in a folder. Anyone who can read the folder can decrypt everything, so it is used only if
 * a folder is named explicitly.
 */
export type KeyStore = { encrypt(text: string): Buffer; decrypt(sealed: Buffer): string };

export function openKeyStore(folder: string): KeyStore {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'key');
  try {
    // Fails if the key exists: two simultaneous starts share the first one's key.
    writeFileSync(path, randomBytes(32), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const key = readFileSync(path);
  return {
    encrypt(text) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), data]);
    },
    decrypt(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes));
      decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
      const data = sealed.subarray(ivBytes + tagBytes);
      return Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8');
    },
  };
}
