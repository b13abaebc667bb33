import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { newTransfer } from '../../../main/bounces/intake.ts';
import { openStore } from '../../../main/bounces/store/open-store.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

async function openTestStore() {
  const path = join(await temporaryFolder(), 'sub', 'bounces.sqlite');
  const store = openStore(path);
  disposeLater(() => store.close());
  return { path, store };
}

const binding = {
  id: 'b1',
  folder: '/bounces',
  projectId: 'p1',
  routing: { kind: 'vibe-name', name: 'Ideas' },
  paused: false,
  createdAt: 1,
} as const;

const transfer = (id: string, seenAt: number) => ({
  ...newTransfer({
    bindingId: 'b1',
    projectId: 'p1',
    path: `/bounces/${id}.wav`,
    size: 5_000_000_000,
    onlyIfNew: true,
    target: { kind: 'new-cut', projectId: 'p1', cutId: 'c1', cutName: id, vibe: { name: 'Ideas' } },
    cutId: 'c1',
  }),
  id,
  seenAt,
});

it('keeps everything over a new start', async () => {
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
    uploadId: 'u1',
  };
  store.transfers.put(row);
  const again = openStore(path);
  disposeLater(() => again.close());
  expect(again.bindings.list()).toEqual([{ ...binding, paused: true }]);
  expect(again.transfers.load()).toEqual([row]);
});

it('is safe against a loss of power, and numbered', async () => {
  const { path, store } = await openTestStore();
  store.bindings.insert(binding);
  const raw = new SQLite(path);
  disposeLater(() => raw.close());
  expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(raw.pragma('user_version', { simple: true })).toBe(1);
});

it('does all of it together or nothing', async () => {
  const { store } = await openTestStore();
  expect(() =>
    store.together(() => {
      store.transfers.put(transfer('t1', 1));
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(store.transfers.load()).toEqual([]);
});

it('keeps the newest 200 of those that are done, and all that are not', async () => {
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

it('forgets the files of a folder that is no longer bound', async () => {
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
