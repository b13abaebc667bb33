import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { migrations } from '../../../main/bounces/store/open-store.ts';
import { outboxVersion } from '../../../main/outbox/open-outbox-store.ts';
import { claimData, dataVersion } from '../../../main/runtime/data-version.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';

const read = async (folder: string) => JSON.parse(await readFile(join(folder, 'version.json'), 'utf8'));

it('an older app leaves the data of a newer one as they are, and names the version that can read them', async () => {
  const folder = await temporaryFolder();
  const newer = JSON.stringify({ data: dataVersion + 1, app: '9.1.0' });
  await writeFile(join(folder, 'version.json'), newer);
  expect(await claimData(folder, '0.1.0')).toMatch(/written by BandMate 9\.1\.0.*Nothing was changed/);
  expect(await readFile(join(folder, 'version.json'), 'utf8')).toBe(newer);
});

it('data of the same form are opened by every app, forth and back', async () => {
  const folder = join(await temporaryFolder(), 'account');
  await mkdir(folder);
  for (const app of ['0.1.0', '0.2.0', '0.1.0']) {
    expect(await claimData(folder, app)).toBeNull();
    expect(await read(folder)).toEqual({ data: dataVersion, app });
  }
});

it('the form of the data is raised with every change of the durable tables', () => {
  expect({ dataVersion, outboxVersion, bounces: migrations.length }).toEqual({
    ...{ dataVersion: 1, outboxVersion: 3, bounces: 5 },
  });
});
