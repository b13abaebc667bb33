import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Decrypter } from 'age-encryption';
import { expect, test } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import { createBackup } from '../../../server/backup/create-backup.ts';
import { makeBackupKey } from '../../../server/backup/new-key.ts';
import { restoreBackup } from '../../../server/backup/restore-backup.ts';
import { bareEnvironment } from '../../helpers/bare-environment.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createProject, registerUser, request, startServer, type TestServer } from '../../helpers/server.ts';
import { makeWave, newCut, sha256Of, upload } from '../../helpers/uploads.ts';

const program = new URL('../../../server/backup/cli.ts', import.meta.url).pathname;

/** Runs the program as an operator does; answers what it printed and its exit code. */
async function run(words: string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...bareEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  disposeLater(() => child.kill('SIGKILL'));
  const [made, messages, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { made: made.trim(), messages, code };
}

async function makeKey() {
  const file = join(await temporaryFolder(), 'key.txt');
  const made = await makeBackupKey(file);
  if (!made.ok) throw new Error(made.message);
  return { file, recipient: made.data };
}

async function backUp({ dataDirectory }: TestServer, folder: string, recipient: string): Promise<string> {
  const made = await createBackup({ dataDirectory }, folder, systemEnvironment, { recipients: [recipient] });
  if (!made.ok) throw new Error(made.message);
  return made.data.path;
}

async function band() {
  const server = await startServer();
  const user = await registerUser(server, { name: 'Ada Lovelace' });
  const projectId = await createProject(user, [], 'Very Secret Album');
  const bytes = makeWave(80_000);
  const { file } = await upload({ server, user }, bytes, newCut(projectId), { onlyIfNew: true });
  return { server, user, projectId, bytes, file };
}

/** Every file of a backup, by its path in it. */
function filesIn(backup: string): Map<string, Buffer> {
  const paths = readdirSync(backup, { recursive: true, encoding: 'utf8' });
  const files = paths.filter((path) => statSync(join(backup, path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(backup, path))]));
}

test('an encrypted backup shows nothing of the band, and its key restores all of it', async () => {
  const { server, user, projectId, bytes, file } = await band();
  const keyFile = join(await temporaryFolder(), 'key.txt');
  const { made: recipient, code } = await run(['backup-key', keyFile], {});
  expect(code).toBe(0);
  const key = { file: keyFile, recipient };
  const folder = await temporaryFolder();
  const variables = { DATA_DIR: server.dataDirectory, BACKUP_RECIPIENT: key.recipient };
  const done = await run(['backup', folder], variables);
  expect(done).toMatchObject({ code: 0 });
  const backup = done.made;
  const secret = (await readFile(join(server.dataDirectory, 'secret'), 'utf8')).trim();
  const files = filesIn(backup);
  expect([...files.keys()]).toEqual(
    expect.arrayContaining(['backup.json', 'bandmate.sqlite.age', 'secret.age']),
  );
  const plain = bytes.subarray(1000, 1100);
  for (const [path, content] of files) {
    for (const shown of [user.email, 'Secret Album', 'Lovelace', file.name, secret]) {
      expect(content.includes(shown), `${shown} in ${path}`).toBe(false);
    }
    expect(content.includes(plain), path).toBe(false);
    if (path !== 'backup.json') expect(content.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
  }
  // Nothing of it stays in the data folder either.
  expect((await readdir(server.dataDirectory)).filter((name) => name.includes('backup'))).toEqual([]);

  const dataDirectory = join(await temporaryFolder(), 'restored');
  const restored = await run(['restore', backup], { DATA_DIR: dataDirectory, BACKUP_KEY_FILE: key.file });
  expect(restored).toMatchObject({ code: 0, made: dataDirectory });
  expect(await readdir(dataDirectory)).not.toContain('incoming');
  const after = await startServer({ dataDirectory });
  const headers = { authorization: `Bearer ${user.accessToken}` };
  const project = await request(after, 'GET', `/api/projects/${projectId}`, undefined, headers);
  expect(project.body).toMatchObject({ name: 'Very Secret Album' });
  const download = await fetch(`${after.url}${file.url}`, { headers });
  expect(sha256Of(Buffer.from(await download.arrayBuffer()))).toBe(file.sha256);
});

test('any program for the age format opens each file', async () => {
  const { server, bytes, file } = await band();
  const key = await makeKey();
  const backup = await backUp(server, await temporaryFolder(), key.recipient);
  const decrypter = new Decrypter();
  decrypter.addIdentity(/AGE-SECRET-KEY-\S+/.exec(await readFile(key.file, 'utf8'))?.[0] ?? '');
  const blob = await readFile(join(backup, 'blobs', file.sha256.slice(0, 2), file.sha256));
  expect(Buffer.from(await decrypter.decrypt(blob)).equals(bytes)).toBe(true);
  const hasAge = (() => {
    try {
      return execFileSync('age', ['--version']).length > 0;
    } catch {
      return false;
    }
  })();
  if (!hasAge) return;
  const opened = execFileSync('age', ['-d', '-i', key.file, join(backup, 'secret.age')], {
    encoding: 'utf8',
  });
  expect(opened).toBe(await readFile(join(server.dataDirectory, 'secret'), 'utf8'));
});

test('without the right key nothing is restored or changed, and a sentence says why', async () => {
  const { server } = await band();
  const [key, other] = [await makeKey(), await makeKey()];
  const backup = await backUp(server, await temporaryFolder(), key.recipient);
  const dataDirectory = join(await temporaryFolder(), 'restored');
  const none = await run(['restore', backup], { DATA_DIR: dataDirectory });
  expect(none).toMatchObject({ code: 1, made: '' });
  expect(none.messages).toContain('is encrypted. Set BACKUP_KEY_FILE');
  const refusal = async (keyFile: string) => {
    const restored = await restoreBackup(backup, { dataDirectory }, systemEnvironment, keyFile);
    return restored.ok ? 'restored' : restored.message;
  };
  expect(await refusal(other.file)).toContain("doesn't open");
  expect(await refusal(join(dataDirectory, 'nowhere.txt'))).toContain("can't be read");
  const empty = join(await temporaryFolder(), 'empty.txt');
  await writeFile(empty, 'hello\n');
  expect(await refusal(empty)).toContain('no key like AGE-SECRET-KEY-');
  expect(statSync(dataDirectory, { throwIfNoEntry: false })).toBeUndefined();
  // An existing key is never overwritten.
  expect((await makeBackupKey(key.file)).ok).toBe(false);
  const bad = await run(['backup', await temporaryFolder()], {
    DATA_DIR: server.dataDirectory,
    BACKUP_RECIPIENT: 'my password',
  });
  expect(bad).toMatchObject({ code: 1, made: '' });
  expect(bad.messages).toContain('BACKUP_RECIPIENT must list public keys');
});

test('the next backup with the same key encrypts only what is new; another key begins again', async () => {
  const { server, user, projectId, file } = await band();
  const [key, other] = [await makeKey(), await makeKey()];
  const folder = await temporaryFolder();
  const inode = (backup: string) => statSync(join(backup, 'blobs', file.sha256.slice(0, 2), file.sha256)).ino;
  const first = await backUp(server, folder, key.recipient);
  await upload({ server, user }, makeWave(90_000), newCut(projectId), { onlyIfNew: true });
  const second = await backUp(server, folder, key.recipient);
  expect(inode(second)).toBe(inode(first));
  expect(JSON.parse(await readFile(join(second, 'backup.json'), 'utf8'))).toMatchObject({
    format: 2,
    files: 2,
    recipients: [key.recipient],
  });
  const third = await backUp(server, folder, other.recipient);
  expect(inode(third)).not.toBe(inode(second));
  const plain = await createBackup(server, folder, systemEnvironment);
  if (!plain.ok) throw new Error(plain.message);
  expect(inode(plain.data.path)).not.toBe(inode(third));
  // One that is not encrypted needs no key, and ignores one.
  const dataDirectory = join(await temporaryFolder(), 'restored');
  const restored = await restoreBackup(plain.data.path, { dataDirectory }, systemEnvironment, key.file);
  expect(restored).toMatchObject({ ok: true, data: { files: 2, missing: [] } });
});

test('a damaged file of an encrypted backup is left out and named; a damaged database is refused', async () => {
  const { server, file } = await band();
  const key = await makeKey();
  const backup = await backUp(server, await temporaryFolder(), key.recipient);
  const path = join(backup, 'blobs', file.sha256.slice(0, 2), file.sha256);
  const bytes = await readFile(path);
  bytes[bytes.length - 20] = (bytes.at(-20) ?? 0) ^ 1;
  await writeFile(path, bytes);
  const dataDirectory = join(await temporaryFolder(), 'restored');
  const restore = () => restoreBackup(backup, { dataDirectory }, systemEnvironment, key.file);
  expect(await restore()).toMatchObject({ ok: true, data: { missing: [file.sha256] } });
  await rm(dataDirectory, { recursive: true });
  await truncate(join(backup, 'bandmate.sqlite.age'), 5_000);
  expect(await restore()).toMatchObject({ ok: false, message: expect.stringContaining('is damaged') });
  expect((await readdir(dataDirectory)).filter((name) => !name.startsWith('lock'))).toEqual([]);
});
