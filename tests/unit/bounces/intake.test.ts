import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTransferStore } from '../../../client/uploads/transfer-store.ts';
import { createDisk } from '../../../main/bounces/disk.ts';
import { createIntake } from '../../../main/bounces/intake.ts';
import { openStore } from '../../../main/bounces/store/open-store.ts';
import type { TransferFlow } from '../../../main/bounces/transfer-flow.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

const nothing = () => undefined;

it.each([
  ['takes a bounce of a bound folder', true, 1],
  ['takes nothing of a folder that was taken away while the bounce was looked at', false, 0],
])('%s', async (_what, staysBound, taken) => {
  const folder = await temporaryFolder();
  const path = join(folder, 'Groove.wav');
  await writeFile(path, 'sound');
  const store = openStore(join(await temporaryFolder(), 'bounces.sqlite'), nothing);
  disposeLater(() => store.close());
  const transfers = createTransferStore({ table: store.transfers, readProject: nothing, log: nothing });
  disposeLater(() => transfers.close());
  const flow = { follow: nothing } as unknown as TransferFlow;
  let isBound = true;
  const intake = createIntake({
    ...{ store, transfers, flow, disk: createDisk() },
    isBound: () => isBound,
    onError(error) {
      throw error;
    },
  });
  const routing = { kind: 'song-name' } as const;
  intake.takePath(
    { id: 'b', folder, projectId: 'p', routing, paused: false, createdAt: 1, offersAnew: false },
    path,
  );
  isBound = staysBound;
  await intake.idle();
  expect(transfers.list()).toHaveLength(taken);
});
