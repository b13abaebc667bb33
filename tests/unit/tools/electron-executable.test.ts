import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { findElectronExecutable, standIn } from '../../helpers/electron-executable.ts';

async function installElectron(name: string): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'dist'));
  await writeFile(join(folder, 'path.txt'), name);
  await writeFile(join(folder, 'dist', name), '');
  return folder;
}

it('prefers the executable that the environment names over the installed one', async () => {
  const installed = await installElectron('Electron');
  const elsewhere = await temporaryFolder();
  expect(findElectronExecutable({ ELECTRON_OVERRIDE_DIST_PATH: elsewhere }, installed)).toBe(
    join(elsewhere, 'Electron'),
  );
  const none = await temporaryFolder();
  expect(findElectronExecutable({ ELECTRON_OVERRIDE_DIST_PATH: elsewhere }, none)).toBe(
    join(elsewhere, 'electron'),
  );
});

it('falls back to the installed executable, then to the stand-in', async () => {
  const installed = await installElectron('electron');
  expect(findElectronExecutable({}, installed)).toBe(join(installed, 'dist/electron'));
  expect(findElectronExecutable({}, await temporaryFolder())).toBe(standIn);
});
