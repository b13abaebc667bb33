import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import type { RunningApp } from '../helpers/app.ts';
import { bindFolder, cutRow, readFiles, sha256Of } from './actions.ts';
import { expect, test } from './band.ts';

/** Emits the event that the system sends when the lid is closed or opened. */
const emitPowerEvent = ({ app }: RunningApp, event: 'suspend' | 'resume') =>
  app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), event);

test('a laptop closed during an upload uploads the bounce whole, once, after waking', async ({
  band,
  folder,
  slowLink,
}) => {
  const bounces = join(folder, 'Bounces');
  await mkdir(bounces);
  const ana = await band.openApp(band.ana, { serverUrl: slowLink.url });
  const { page } = ana;
  await bindFolder(ana, bounces, band.projectName);
  await page.getByRole('button', { name: /^Transfers: / }).click();
  const path = join(bounces, 'Long Jam.wav');
  const started = page.getByRole('progressbar', { name: 'Upload of Long Jam.wav' }).waitFor();
  await writeBounce(path, { format: 'wav-24', frames: 48_000 * 400 });
  await started;
  await emitPowerEvent(ana, 'suspend');
  await expect(page.getByRole('status', { name: 'Connection: Offline' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Connection trouble' })).toContainText('asleep');
  expect(await readFiles(band.ben, band.projectId)).toEqual([]);

  slowLink.heal();
  await emitPowerEvent(ana, 'resume');
  await expect(page.getByRole('status', { name: 'Connection: Online' })).toBeVisible();
  await expect(cutRow(page, /^Song Long Jam in Long Jam, 1 file/)).toBeVisible({ timeout: 40_000 });
  const files = await readFiles(band.ben, band.projectId);
  expect(files.map(({ name, sha256 }) => ({ name, sha256 }))).toEqual([
    { name: 'Long Jam.wav', sha256: await sha256Of(path) },
  ]);
});
