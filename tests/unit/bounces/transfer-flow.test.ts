import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Conveyor } from '../../../client/uploads/conveyor.ts';
import { createTransferBook } from '../../../client/uploads/transfer-book.ts';
import { newTransfer } from '../../../main/bounces/intake.ts';
import type { Settler } from '../../../main/bounces/settler.ts';
import { openStore } from '../../../main/bounces/store/open-store.ts';
import { createTransferFlow } from '../../../main/bounces/transfer-flow.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

const nothing = () => undefined;

/** One transfer whose file was being hashed, and the looks that are begun at it. */
async function hashing() {
  const store = openStore(join(await temporaryFolder(), 'bounces.sqlite'), nothing);
  disposeLater(() => store.close());
  const book = createTransferBook({ table: store.transfers, readProject: nothing, log: nothing });
  disposeLater(() => book.close());
  const looks: string[] = [];
  const settler: Settler = {
    watch: (id) => void looks.push(id),
    hint: nothing,
    isWatching: () => false,
    forget: nothing,
    stop: nothing,
  };
  const conveyor = { halt: nothing, isCarrying: () => true } as unknown as Conveyor;
  const flow = createTransferFlow({
    book,
    settler,
    conveyor: () => conveyor,
    isFolderMissing: () => false,
    isNetwork: () => false,
    onDiscarded: nothing,
    reroute: nothing,
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
  book.add({ ...row, state: { kind: 'hashing' } });
  return { flow, looks, row, stateOf: () => book.get(row.id)?.state };
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

it.each(['EACCES', 'EIO'])('says that a file can not be read (%s)', async (code) => {
  const { flow, looks, row, stateOf } = await hashing();
  flow.couldNotRead(row.id, code);
  expect(looks).toEqual([]);
  expect(stateOf()).toMatchObject({ kind: 'failed', reason: 'unreadable' });
});
