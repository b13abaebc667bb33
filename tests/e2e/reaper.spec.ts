import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askHttp } from '../helpers/local-access.ts';
import { findAccessibilityViolations, openSettings } from './actions.ts';
import { expect, test } from './band.ts';

test('REAPER’s script is installed and removed with one click each, and other programs are let in', async ({
  band,
  folder,
}) => {
  const reaper = join(folder, 'REAPER');
  await mkdir(reaper, { recursive: true });
  await writeFile(join(reaper, 'reaper.ini'), '[REAPER]\n');
  const { page, userData } = await band.openApp(band.ana, { env: { BANDMATE_REAPER_FOLDER: reaper } });
  const settings = await openSettings(page, 'Beside the DAW');
  const section = settings.getByRole('region', { name: 'REAPER' });
  await section.getByRole('button', { name: 'Install in REAPER' }).press('Enter');
  await expect(section).toContainText('Installed. It isn’t running in REAPER now.');
  const script = join(reaper, 'Scripts/BandMate/BandMate.lua');
  await expect(section).toContainText(script);
  await access(join(reaper, 'Scripts/BandMate/parts/link.lua'));
  expect(await readFile(join(reaper, 'Scripts/BandMate/place.txt'), 'utf8')).toBe(join(userData, 'local'));

  const allow = settings.getByRole('switch', { name: 'Let programs on this computer use BandMate' });
  await allow.click();
  await expect(settings.getByText(join(userData, 'local/endpoint.json'))).toBeVisible();
  const hello = await askHttp(userData, { do: 'hello' });
  expect(hello.body.data).toMatchObject({ app: 'BandMate', account: { name: 'Ana' }, isOnline: true });
  expect(await findAccessibilityViolations(page), 'the settings').toEqual([]);

  await section.getByRole('button', { name: 'Remove from REAPER' }).press('Enter');
  await expect(section.getByRole('button', { name: 'Install in REAPER' })).toBeVisible();
  await expect(access(script)).rejects.toThrow('ENOENT');
});
