import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { safeStorage } from 'electron';
import type { Log } from '../../client/common/log.ts';
import { createMemorySecretStore, type SecretStore } from '../session/secret-store.ts';

/**
 * Keeps the sign-in in a file, encrypted with a key from the operating system's key store. Without a key store on Linux,
 * Electron would use a fixed password (`basic_text`). In that case, and without encryption, the sign-in stays in memory
 * and nothing is written.
 */
export function createSafeStorageSecretStore(path: string, log: Log): SecretStore {
  const memory = createMemorySecretStore();
  let isAvailable: Promise<boolean> | undefined;

  function keepsSafely(): Promise<boolean> {
    isAvailable ??= canEncrypt().catch((error: unknown) => {
      log.warn({ error: String(error) }, 'Encryption is not available; the sign-in stays in memory');
      return false;
    });
    return isAvailable;
  }

  async function canEncrypt(): Promise<boolean> {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return false;
    return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
  }

  async function write(secret: string): Promise<void> {
    const encrypted = await safeStorage.encryptStringAsync(secret);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, encrypted, { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  return {
    keepsSafely,
    async read() {
      if (!(await keepsSafely())) return memory.read();
      const encrypted = await readFile(path).catch(() => null);
      if (!encrypted) return null;
      try {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(encrypted);
        if (shouldReEncrypt) await write(result);
        return result;
      } catch (error) {
        log.warn({ error: String(error) }, 'The stored sign-in could not be decrypted');
        return null;
      }
    },
    write: async (secret) => ((await keepsSafely()) ? write(secret) : memory.write(secret)),
    async clear() {
      await memory.clear();
      await rm(path, { force: true });
    },
  };
}
