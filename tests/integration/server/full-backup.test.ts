import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import { createBackup } from '../../../server/backup/create-backup.ts';
import { restoreBackup } from '../../../server/backup/restore-backup.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { canMakeDisks, failPragma, onDisk } from '../../helpers/full-disk.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

const program = new URL('../../../server/backup/cli.ts', import.meta.url).pathname;

/** The data of a stopped server: a database of about 600 kB and six files of 50 kB. */
async function makeData(): Promise<string> {
  const server = await startServer();
  const user = await registerUser(server);
  const projectId = await createProject(user);
  for (let index = 0; index < 6; index += 1) {
    await upload({ server, user }, makeWave(50_000), newCut(projectId));
  }
  await server.stop();
  return server.dataDirectory;
}

test('reports a full disk if SQLite has no room for its shared memory, and leaves no half backup', async () => {
  const data = await makeData();
  const folder = await temporaryFolder();
  const disk = failPragma('SQLITE_IOERR_SHMSIZE', (text) => text === 'journal_mode = delete');
  expect(await createBackup({ dataDirectory: data }, folder, systemEnvironment)).toMatchObject({
    ok: false,
    kind: 'no-space',
  });
  expect(await readdir(folder)).toEqual(['lock.sqlite']);
  disk.free();
  expect(await createBackup({ dataDirectory: data }, folder, systemEnvironment)).toMatchObject({
    ok: true,
    data: { manifest: { files: 6 } },
  });
});

test('a failed restore leaves the folder as it was, and can be repeated', async () => {
  const made = await createBackup(
    { dataDirectory: await makeData() },
    await temporaryFolder(),
    systemEnvironment,
  );
  if (!made.ok) throw new Error(made.message);
  const data = join(await temporaryFolder(), 'data');
  const disk = failPragma('SQLITE_FULL', (text) => text === 'integrity_check');
  expect(await restoreBackup(made.data.path, { dataDirectory: data }, systemEnvironment)).toMatchObject({
    ok: false,
    kind: 'no-space',
  });
  expect(await readdir(data)).toEqual(['lock.sqlite']);
  disk.free();
  const damaged = join(await temporaryFolder(), 'damaged');
  await cp(made.data.path, damaged, { recursive: true });
  const sqlite = new SQLite(join(damaged, 'bandmate.sqlite'));
  sqlite.pragma('foreign_keys = off');
  sqlite.exec('delete from project');
  sqlite.close();
  expect(await restoreBackup(damaged, { dataDirectory: data }, systemEnvironment)).toMatchObject({
    message: expect.stringMatching(/is damaged/),
  });
  expect(await readdir(data)).toEqual(['lock.sqlite']);
  expect(await restoreBackup(made.data.path, { dataDirectory: data }, systemEnvironment)).toMatchObject({
    ok: true,
    data: { files: 6 },
  });
  await startServer({ dataDirectory: data });
});

const environment = { PROGRAM: program, NODE: process.execPath };

test.runIf(canMakeDisks)(
  'a backup on a full disk is whole or absent, with a sentence that says so, wherever the disk fills',
  async () => {
    const DATA_DIR = await makeData();
    const codes = new Set<number | null>();
    for (const kilobytes of [8, 300, 900, 1050, 1100, 1150, 1200, 4000]) {
      const { status, made, messages } = await onDisk(
        kilobytes,
        `"$NODE" "$PROGRAM" backup "$DISK/b"; code=$?
         test $code = 0 && DATA_DIR="$TARGET/$$" "$NODE" "$PROGRAM" restore "$DISK"/b/2* >&2
         ls "$DISK/b"; exit $code`,
        { ...environment, DATA_DIR, TARGET: await temporaryFolder() },
      );
      const names = made.split('\n').filter((name) => !name.startsWith('/'));
      if (status === 0) expect(messages).toMatch(/Restored the database and 6 files/);
      else {
        expect(messages, `${kilobytes} kB`).toMatch(/There is no room for the backup in .*\.\n$/);
        expect(messages).not.toMatch(/ at /);
        expect(names).toEqual(['lock.sqlite']);
      }
      codes.add(status);
    }
    expect(codes).toEqual(new Set([0, 1]));
  },
);

test.runIf(canMakeDisks)(
  'a restore on a full disk leaves an empty folder, wherever the disk fills, and succeeds when there is room',
  async () => {
    const made = await createBackup(
      { dataDirectory: await makeData() },
      await temporaryFolder(),
      systemEnvironment,
    );
    if (!made.ok) throw new Error(made.message);
    for (const kilobytes of [8, 300, 600, 760]) {
      const {
        status,
        made: named,
        messages,
      } = await onDisk(
        kilobytes,
        `export DATA_DIR="$DISK/data"
         "$NODE" "$PROGRAM" restore "$BACKUP" && exit 98
         ls "$DATA_DIR"; grow 4000
         exec "$NODE" "$PROGRAM" restore "$BACKUP"`,
        { ...environment, BACKUP: made.data.path },
      );
      expect({ status, messages }, `${kilobytes} kB`).toMatchObject({
        status: 0,
        messages: expect.stringMatching(/^There is no room for the data in .*\.\nRestored .* 6 files\.\n$/),
      });
      expect(named.split('\n')[0]).toBe('lock.sqlite');
    }
  },
);

test.runIf(canMakeDisks)(
  'a backup elsewhere reports that the disk of the stopped server is full',
  async () => {
    const data = await makeData();
    const { status, messages } = await onDisk(
      4000,
      `cp -r "$FROM" "$DISK/data"; dd if=/dev/zero of="$DISK/filler" bs=4k 2>/dev/null
     DATA_DIR="$DISK/data" "$NODE" "$PROGRAM" backup "$TARGET"`,
      { ...environment, FROM: data, TARGET: await temporaryFolder() },
    );
    expect({ status, messages }).toMatchObject({
      status: 1,
      messages: expect.stringMatching(/^The server's disk is full: .*\/data\b.*\.\n$/),
    });
  },
);
