import { closeSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import SQLite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import { migrations, openStore } from '../../../main/bounces/store/open-store.ts';
import { newTransfer } from '../../../main/bounces/transfers/intake.ts';
import type { FolderRule } from '../../../protocol/ipc/binding.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

async function openTestStore() {
  const path = join(await temporaryFolder(), 'sub', 'bounces.sqlite');
  const store = openStore(path, unexpected);
  disposeLater(() => store.close());
  return { path, store };
}

function unexpected(message: string): never {
  throw new Error(message);
}

const binding = {
  id: 'b1',
  folder: '/bounces',
  projectId: 'p1',
  routing: { kind: 'vibe-name', name: 'Ideas' },
  stacking: false,
  rules: [{ id: 'r1', rule: { kind: 'title-word', word: 'XL' } }] as FolderRule[],
  paused: false,
  createdAt: 1,
  offersExisting: false,
} as const;

const transfer = (id: string, seenAt: number) => ({
  ...newTransfer(
    {
      bindingId: 'b1',
      projectId: 'p1',
      path: `/bounces/${id}.wav`,
      size: 5_000_000_000,
      onlyIfNew: true,
      target: { kind: 'new-cut', projectId: 'p1', cutId: 'c1', cutName: id, vibe: { name: 'Ideas' } },
      song: { title: id, label: 'v2' },
      cutId: 'c1',
    },
    systemEnvironment,
  ),
  id,
  seenAt,
});

it('keeps everything across a restart', async () => {
  const { path, store } = await openTestStore();
  store.bindings.insert(binding);
  store.bindings.update({ ...binding, paused: true });
  const row = {
    ...transfer('t1', 5),
    identity: {
      device: '18446744073709551615',
      inode: '9007199254740993',
      size: 5,
      modified: '1700000000123456789',
    },
    sha256: 'ab',
    committing: true,
    note: 'less snare',
    uploadId: 'u1',
  };
  store.transfers.put(row);
  const again = openStore(path, unexpected);
  disposeLater(() => again.close());
  expect(again.bindings.list()).toEqual([{ ...binding, paused: true }]);
  expect(again.transfers.load()).toEqual([row]);
});

it('runs in WAL mode and numbers its schema', async () => {
  const { path, store } = await openTestStore();
  store.bindings.insert(binding);
  const raw = new SQLite(path);
  disposeLater(() => raw.close());
  expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(raw.pragma('user_version', { simple: true })).toBe(migrations.length);
});

it('finds files by their hash with an index, also in a file made by a previous version', async () => {
  const path = join(await temporaryFolder(), 'bounces.sqlite');
  const former = new SQLite(path);
  migrations[0]?.(former);
  former.pragma('user_version = 1');
  former.exec("insert into binding values ('b1', '/bounces', 'p1', '{\"kind\":\"song-name\"}', 0, 1)");
  former.exec(
    "insert into knownFile values ('b1', '/bounces/a.wav', '1', '2', 3, '4', 'ab', null, 'uploaded')",
  );
  former.close();
  const store = openStore(path, unexpected);
  disposeLater(() => store.close());
  expect(store.knownFiles.findByHash('ab')).toHaveLength(1);
  const raw = new SQLite(path, { readonly: true });
  disposeLater(() => raw.close());
  const plan = raw.prepare('explain query plan select * from knownFile where sha256 = ?').all('ab');
  expect(JSON.stringify(plan)).toContain('USING INDEX knownFileByHash');
});

it('writes everything in a transaction or nothing', async () => {
  const { store } = await openTestStore();
  expect(() =>
    store.together(() => {
      store.transfers.put(transfer('t1', 1));
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(store.transfers.load()).toEqual([]);
});

it('keeps the newest 200 finished transfers and all others', async () => {
  const { store } = await openTestStore();
  const state = { kind: 'done', outcome: 'new-cut', cutId: 'c', fileId: 'f', at: 1 } as const;
  store.together(() => {
    for (let n = 0; n < 230; n++) store.transfers.put({ ...transfer(`done-${n}`, n), state });
    store.transfers.put(transfer('open', 0));
  });
  const kept = store.transfers.load();
  expect(kept).toHaveLength(201);
  expect(kept.map(({ id }) => id)).toContain('open');
  expect(kept.map(({ id }) => id)).not.toContain('done-29');
});

it('forgets the files of a folder that is removed', async () => {
  const { store } = await openTestStore();
  store.bindings.insert(binding);
  const file = {
    bindingId: 'b1',
    device: '1',
    inode: '2',
    size: 3,
    modified: '4',
    sha256: null,
    cutId: null,
  } as const;
  store.knownFiles.put({ ...file, path: '/bounces/a.wav', decision: 'older' });
  store.knownFiles.put({ ...file, path: '/bounces/b.wav', decision: 'ignored' });
  expect(store.knownFiles.countOlder('b1')).toBe(1);
  expect(store.knownFiles.findSameFile('b1', file)).toHaveLength(2);
  store.bindings.remove('b1');
  expect(store.knownFiles.find('b1', '/bounces/a.wav')).toBeUndefined();
});

/** Overwrites the first page of this table or index with zeros, as a failing disk does. */
function damage(path: string, name: string): void {
  const database = new SQLite(path);
  database.pragma('wal_checkpoint(truncate)');
  const page = database
    .prepare('select rootpage from sqlite_schema where name = ?')
    .pluck()
    .get(name) as number;
  const size = database.pragma('page_size', { simple: true }) as number;
  database.close();
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(size), 0, size, (page - 1) * size);
  closeSync(file);
}

const known = {
  ...{ bindingId: 'b1', path: '/bounces/Old.wav', device: '1', inode: '2', size: 3, modified: '4' },
  ...{ sha256: null, cutId: null, decision: 'ignored' as const },
};

it.each([
  ['everything, if only an index is damaged', 'knownFileByInode', { known: 'ignored', transfers: 1 }],
  ['folders whose files are offered again, if known files are lost', 'knownFile', { transfers: 1 }],
  ['folders, if transfers are lost', 'transfer', { known: 'ignored', transfers: 0 }],
] as const)('recovers from a damaged file %s', async (_what, part, kept) => {
  const { path, store } = await openTestStore();
  store.bindings.insert(binding);
  store.knownFiles.put(known);
  store.transfers.put(transfer('t1', 5));
  store.close();
  damage(path, part);
  const messages: string[] = [];
  const again = openStore(path, (message) => messages.push(message));
  disposeLater(() => again.close());
  expect(again.bindings.list()).toEqual([{ ...binding, offersExisting: !('known' in kept) }]);
  expect(again.knownFiles.find('b1', known.path)?.decision).toBe('known' in kept ? kept.known : undefined);
  expect(again.transfers.load()).toHaveLength(kept.transfers);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toMatch(/was damaged\. (All|Everything) .* recovered/);
  expect(messages[0]?.includes('offered again')).toBe(!('known' in kept));
  expect(readdirSync(dirname(path)).some((name) => name.includes('set-aside'))).toBe(true);
});

it('recovers the folders whose rows make sense, and reports how many', async () => {
  const { path, store } = await openTestStore();
  store.bindings.insert(binding);
  store.bindings.insert({ ...binding, id: 'b2', folder: '/more' });
  store.transfers.put(transfer('t1', 5));
  store.close();
  const raw = new SQLite(path);
  raw.exec(`update binding set routing = '{"kind":"v\u0001be"}' where id = 'b2'`);
  raw.exec("update transfer set state = '{' where id = 't1'");
  raw.close();
  const messages: string[] = [];
  const again = openStore(path, (message) => messages.push(message));
  disposeLater(() => again.close());
  expect(again.bindings.list().map(({ id }) => id)).toEqual(['b1']);
  expect(again.transfers.load()).toEqual([]);
  expect(messages[0]).toContain('1 watched folder was recovered');
});

it('recovers the content of a file with an unknown version', async () => {
  const { path, store } = await openTestStore();
  store.bindings.insert(binding);
  store.close();
  for (const version of [-7, 1, 99]) {
    const raw = new SQLite(path);
    raw.pragma(`user_version = ${version}`);
    raw.close();
    const again = openStore(path, () => undefined);
    expect(again.bindings.list(), `version ${version}`).toEqual([binding]);
    again.close();
  }
});

it('opens even if its file is not a database', async () => {
  const path = join(await temporaryFolder(), 'bounces.sqlite');
  writeFileSync(path, 'no database, '.repeat(100));
  const messages: string[] = [];
  const store = openStore(path, (message) => messages.push(message));
  disposeLater(() => store.close());
  expect(store.bindings.list()).toEqual([]);
  expect(messages[0]).toContain('set-aside');
});

it('lists older bounces newest first', async () => {
  const { store } = await openTestStore();
  store.bindings.insert(binding);
  for (const [name, modified] of [
    ['Take 1', '999999999000000000'],
    ['Take 2', '1700000000000000002'],
    ['Take 10', '1700000000000000010'],
  ] as const) {
    const identity = { device: '1', inode: name, size: 5, modified };
    store.knownFiles.put({
      ...{ bindingId: binding.id, path: `/bounces/${name}.wav`, ...identity },
      ...{ sha256: null, cutId: null, decision: 'older' },
    });
  }
  expect(store.knownFiles.listOlder(binding.id).map(({ path }) => path)).toEqual([
    '/bounces/Take 10.wav',
    '/bounces/Take 2.wav',
    '/bounces/Take 1.wav',
  ]);
});
