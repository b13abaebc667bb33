import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTransferStore } from '../../../client/uploads/transfer-store.ts';
import type { UploadQueue } from '../../../client/uploads/upload-queue.ts';
import { createDisk } from '../../../main/bounces/disk.ts';
import { newTransfer } from '../../../main/bounces/intake.ts';
import type { Settler } from '../../../main/bounces/settler.ts';
import { openStore } from '../../../main/bounces/store/open-store.ts';
import { createTransferFlow } from '../../../main/bounces/transfer-flow.ts';
import type { TransferState } from '../../../protocol/ipc/transfer.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { until } from '../../helpers/until.ts';

const nothing = () => undefined;

/** One transfer whose file was being hashed, and the looks that are begun at it. */
async function hashing(rereadAfter = [1, 1, 1]) {
  const store = openStore(join(await temporaryFolder(), 'bounces.sqlite'), nothing);
  disposeLater(() => store.close());
  const transfers = createTransferStore({ table: store.transfers, readProject: nothing, log: nothing });
  disposeLater(() => transfers.close());
  const looks: string[] = [];
  const settler: Settler = {
    watch: (id) => void looks.push(id),
    hint: nothing,
    isWatching: () => false,
    forget: nothing,
    stop: nothing,
  };
  const uploadQueue = { halt: nothing, isCarrying: () => true } as unknown as UploadQueue;
  const flow = createTransferFlow({
    transfers,
    settler,
    disk: createDisk(),
    uploadQueue: () => uploadQueue,
    isFolderMissing: () => false,
    isNetwork: () => false,
    onDiscarded: nothing,
    reroute: nothing,
    rereadAfter,
    onError: nothing,
  });
  disposeLater(() => flow.stop());
  const row = newTransfer({
    bindingId: null,
    projectId: 'p',
    path: '/bounces/Groove.wav',
    size: 5,
    onlyIfNew: true,
    target: { kind: 'cut', cutId: 'c' },
    cutId: 'c',
  });
  transfers.add({ ...row, state: { kind: 'hashing' } });
  return { flow, looks, row, stateOf: () => transfers.get(row.id)?.state };
}

it.each(['EBUSY', 'EMFILE', 'ENOENT', 'ESTALE'])(
  'looks again at a file that could not be read for now (%s)',
  async (code) => {
    const { flow, looks, row, stateOf } = await hashing();
    flow.couldNotRead(row.id, code);
    expect(looks).toEqual([row.id]);
    expect(stateOf()).toEqual({ kind: 'hashing' });
  },
);

it('says that a file can not be read (EACCES)', async () => {
  const { flow, looks, row, stateOf } = await hashing();
  flow.couldNotRead(row.id, 'EACCES');
  expect(looks).toEqual([]);
  expect(stateOf()).toMatchObject({ kind: 'failed', reason: 'unreadable' });
});

it.each(['EIO', 'WORKER'])(
  'looks again at a file that the disk fails to read (%s), then says so',
  async (code) => {
    const { flow, looks, row, stateOf } = await hashing();
    for (let time = 1; time <= 3; time++) {
      flow.couldNotRead(row.id, code);
      expect(stateOf()).toMatchObject({ kind: 'waiting', for: 'disk' });
      await until(() => looks.length === time);
      expect(stateOf()).toEqual({ kind: 'seen' });
    }
    flow.couldNotRead(row.id, code);
    expect(stateOf()).toMatchObject({ kind: 'failed', reason: 'unreadable', retryable: true });
    expect(stateOf()).toHaveProperty('message', expect.stringContaining(code));
    // Who retries has all the tries again.
    flow.retry(row.id);
    expect(looks).toHaveLength(4);
    flow.couldNotRead(row.id, code);
    expect(stateOf()).toMatchObject({ kind: 'waiting', for: 'disk' });
  },
);

it('does not wait where a person wants it read now, and not for one that is paused', async () => {
  const { flow, looks, row, stateOf } = await hashing([60_000, 60_000]);
  flow.couldNotRead(row.id, 'EIO');
  flow.retry(row.id);
  expect(looks).toHaveLength(1);
  flow.couldNotRead(row.id, 'EIO');
  flow.pause(row.id);
  expect(stateOf()).toEqual({ kind: 'paused' });
});

it('takes up at once what waits for the disk when its folder is looked at anew', async () => {
  const { flow, looks, row, stateOf } = await hashing([60_000]);
  flow.couldNotRead(row.id, 'ETIMEDOUT');
  expect(stateOf()).toHaveProperty('message', expect.stringContaining('volume of this file does not answer'));
  const current = { ...row, state: stateOf() as TransferState };
  flow.notice(current, { device: '1', inode: '2', size: 5, modified: '3' });
  expect(stateOf()).toEqual({ kind: 'seen' });
  expect(looks).toHaveLength(1);
});
