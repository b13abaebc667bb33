import { writeFile } from 'node:fs/promises';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { Outcome } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';

/** Writes a new key for encrypted backups into a new file, and answers its public key. */
export async function makeBackupKey(file: string): Promise<Outcome<string>> {
  const key = await generateX25519Identity();
  const recipient = await identityToRecipient(key);
  try {
    await writeFile(file, `# public key: ${recipient}\n${key}\n`, { flag: 'wx', mode: 0o600, flush: true });
    return { ok: true, data: recipient };
  } catch (error) {
    return failure('invalid', `The key can't be written to a new file ${file}: ${(error as Error).message}`);
  }
}
