import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTransferStore } from '../../../client/uploads/transfer-store.ts';
import { systemClock } from '../../../common/clock.ts';
import { systemEnvironment } from '../../../common/environment.ts';
import { createDisk } from '../../../main/bounces/disk/disk.ts';
import { openStore } from '../../../main/bounces/store/open-store.ts';
import { createIntake } from '../../../main/bounces/transfers/intake.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

const nothing = () => undefined;

it.each([
  ['takes a bounce in a bound folder', true, 1],
  ['takes nothing from a folder that was removed while the bounce was being looked at', false, 0],
])('%s', async (_what, staysBound, taken) => {
  const folder = await temporaryFolder();
  const path = join(folder, 'Groove.wav');
  await writeFile(path, 'sound');
  const store = openStore(join(await temporaryFolder(), 'bounces.sqlite'), nothing);
  disposeLater(() => store.close());
  const transfers = createTransferStore({
    table: store.transfers,
    readProject: nothing,
    clock: systemClock,
    log: nothing,
  });
  disposeLater(() => transfers.close());
  const routing = { kind: 'song-name' } as const;
  const binding = {
    ...{ id: 'b', folder, projectId: 'p', routing, stacking: true, rules: [] },
    ...{ paused: false, createdAt: 1, offersExisting: false },
  };
  let isBound = true;
  const intake = createIntake({
    ...{ store, transfers, disk: createDisk(), environment: systemEnvironment },
    known: { cutOf: () => null },
    flow: { follow: nothing, notice: nothing, remove: nothing },
    bindings: { find: () => (isBound ? binding : undefined) },
    onError(error) {
      throw error;
    },
  });
  intake.takePath(binding, path);
  isBound = staysBound;
  await intake.idle();
  expect(transfers.list()).toHaveLength(taken);
});
