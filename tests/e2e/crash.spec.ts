import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import { bindFolder, cutRow, readFiles, sha256Of } from './actions.ts';
import { expect, test } from './band.ts';

test('an app killed during an upload uploads that bounce whole, once, after a restart', async ({
  band,
  folder,
  slowLink,
}) => {
  const bounces = join(folder, 'Bounces');
  const userData = join(folder, 'ana');
  await mkdir(bounces);
  const first = await band.openApp(band.ana, { userData, serverUrl: slowLink.url });
  await bindFolder(first, bounces, band.projectName);
  await first.page.getByRole('button', { name: /^Transfers: / }).click();
  const path = join(bounces, 'Long Jam.wav');
  const uploading = first.page.getByRole('progressbar', { name: 'Upload of Long Jam.wav' });
  const started = uploading.waitFor();
  await writeBounce(path, { format: 'wav-24', frames: 48_000 * 400 });
  await started;
  await first.kill();
  slowLink.heal();

  const second = await band.openApp(band.ana, { userData, serverUrl: slowLink.url });
  await expect(cutRow(second.page, /^Song Long Jam in Long Jam, 1 file/)).toBeVisible({ timeout: 20_000 });
  const files = await readFiles(band.ben, band.projectId);
  expect(files.map(({ name, sha256 }) => ({ name, sha256 }))).toEqual([
    { name: 'Long Jam.wav', sha256: await sha256Of(path) },
  ]);
});
