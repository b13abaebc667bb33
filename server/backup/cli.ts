import { systemEnvironment } from '../../common/environment.ts';
import { plural } from '../../common/plural.ts';
import { defaultConfig } from '../config.ts';
import { DataFolderError } from '../data-folder.ts';
import { DatabaseError } from '../db/database-error.ts';
import { readConfig } from '../read-config.ts';
import { StorageError } from '../storage/storage-error.ts';
import { createBackup } from './create-backup.ts';
import { makeBackupKey } from './new-key.ts';
import { restoreBackup } from './restore-backup.ts';

/**
 * `cli.ts backup <folder>` and `cli.ts restore <backup>`, for the data folder in DATA_DIR, and `cli.ts backup-key <file>`.
 * Standard output gets one line, the path of the backup or data folder, or the public key. The exit code is 0, 1 if nothing was made, or 2 if bytes were missing.
 */
const [task, path, ...others] = process.argv.slice(2);
const usage = `Usage: DATA_DIR=<data folder> npm run server:backup -- <folder for backups>
       DATA_DIR=<empty folder> npm run server:restore -- <folder of one backup>
       npm run server:backup-key -- <new file for the key of encrypted backups>`;

try {
  process.exitCode = await run();
} catch (error) {
  const isSentence = [DataFolderError, DatabaseError, StorageError].some((kind) => error instanceof kind);
  print(isSentence ? (error as Error).message : String((error as Error).stack ?? error));
  process.exitCode = 1;
}

async function run(): Promise<number> {
  if (!path || others.length > 0) return end(usage);
  if (task === 'backup-key') return newKey(path);
  const config = readConfig(process.env);
  if (!config.ok) return end(config.message);
  const server = { ...defaultConfig, ...config.data };
  if (task === 'backup') {
    const made = await createBackup(server, path, systemEnvironment, {
      onStage: (stage) => print(`Copied: ${stage}`),
      recipients: (process.env.BACKUP_RECIPIENT ?? '').split(',').flatMap((key) => key.trim() || []),
    });
    if (!made.ok) return end(made.message);
    const { files, bytes, missing } = made.data.manifest;
    return done(
      made.data.path,
      `Backed up the database and ${plural(files, 'file')} (${bytes} bytes).`,
      missing,
    );
  }
  if (task === 'restore') {
    const restored = await restoreBackup(path, server, systemEnvironment, process.env.BACKUP_KEY_FILE);
    if (!restored.ok) return end(restored.message);
    const { files, missing, notes } = restored.data;
    for (const note of notes) print(note);
    return done(restored.data.path, `Restored the database and ${plural(files, 'file')}.`, missing);
  }
  return end(usage);
}

async function newKey(file: string): Promise<number> {
  const made = await makeBackupKey(file);
  if (!made.ok) return end(made.message);
  print(
    `The key is in ${file}. Keep it away from this server: without it no backup can be restored. Its public key:`,
  );
  process.stdout.write(`${made.data}\n`);
  return 0;
}

function done(made: string, sentence: string, missing: string[]): number {
  print(sentence);
  process.stdout.write(`${made}\n`);
  if (missing.length === 0) return 0;
  print(`The bytes of ${plural(missing.length, 'file')} are missing or damaged: ${missing.join(', ')}.`);
  return 2;
}

function end(message: string): number {
  print(message);
  return 1;
}

function print(message: string): void {
  process.stderr.write(`${message}\n`);
}
