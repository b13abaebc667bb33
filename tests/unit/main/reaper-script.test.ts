import { access, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createReaperScript, usualReaperPlace } from '../../../main/reaper/reaper-script.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { reaperPlace, scripts } from '../../helpers/local-access.ts';

const nothing = { folder: null, files: null };

async function installed() {
  const place = await reaperPlace();
  const script = createReaperScript(place, '/data/local');
  const answer = await script.install(nothing);
  if (!answer.ok) throw new Error(answer.message);
  const target = join(place.folder, 'Scripts/BandMate');
  return { place, script, target, known: { folder: null, files: answer.data } };
}

/** A later app: its script has another line. */
async function laterScripts(): Promise<string> {
  const folder = await temporaryFolder('scripts');
  await mkdir(join(folder, 'parts'));
  await writeFile(join(folder, 'BandMate.lua'), '-- later\n');
  await writeFile(join(folder, 'parts/json.lua'), '-- later\n');
  return folder;
}

test('REAPER’s folder is where it is on each system, unless the environment says otherwise', () => {
  const folderOf = (platform: 'darwin' | 'win32' | 'linux', variables = {}) =>
    usualReaperPlace(platform, variables).folder;
  expect(folderOf('darwin')).toBe(join(homedir(), 'Library/Application Support/REAPER'));
  expect(folderOf('win32', { APPDATA: join('C:', 'Roaming') })).toBe(join('C:', 'Roaming', 'REAPER'));
  expect(folderOf('linux')).toBe(join(homedir(), '.config/REAPER'));
  expect(folderOf('darwin', { BANDMATE_REAPER_FOLDER: '/portable' })).toBe('/portable');
  expect(folderOf('linux', { XDG_CONFIG_HOME: '/config' })).toBe('/config/REAPER');
});

test('the script is written whole, with the app’s folder, and removed without files of others', async () => {
  const { place, script, target, known } = await installed();
  expect(await script.look(known)).toMatchObject({ kind: 'installed', script: join(target, 'BandMate.lua') });
  expect(await readFile(join(target, 'place.txt'), 'utf8')).toBe('/data/local');
  expect(await readFile(join(target, 'parts/link.lua'), 'utf8')).toBe(
    await readFile(join(scripts, 'parts/link.lua'), 'utf8'),
  );
  expect((await readdir(target)).filter((name) => name.endsWith('.new'))).toEqual([]);
  await writeFile(join(target, 'mine.lua'), '-- mine\n');
  expect(await script.remove(known)).toEqual({ ok: true, data: null });
  expect(await readdir(target)).toEqual(['mine.lua']);
  expect(await script.look(nothing)).toMatchObject({ kind: 'not-installed' });
  await rm(join(target, 'mine.lua'));
  await script.remove(known);
  await expect(access(target)).rejects.toThrow('ENOENT');
  await access(join(place.folder, 'reaper.ini'));
});

test('a later app replaces the script, unless somebody changed it', async () => {
  const { place, target, known } = await installed();
  const later = createReaperScript({ ...place, scripts: await laterScripts() }, '/data/local');
  const updated = await later.update(known);
  expect(updated?.names).toEqual(['BandMate.lua', 'parts/json.lua']);
  expect(await readFile(join(target, 'BandMate.lua'), 'utf8')).toBe('-- later\n');
  // A file that the later script doesn't have any more is gone.
  expect(await readdir(join(target, 'parts'))).toEqual(['json.lua']);
  expect(await later.update({ ...known, files: updated })).toBeNull();

  await writeFile(join(target, 'BandMate.lua'), '-- mine\n');
  const next = createReaperScript(place, '/data/local');
  const changed = { ...known, files: updated };
  expect(await next.update(changed)).toBeNull();
  expect(await next.look(changed)).toMatchObject({ kind: 'changed' });
  expect(await readFile(join(target, 'BandMate.lua'), 'utf8')).toBe('-- mine\n');
  expect((await next.install(changed)).ok).toBe(true);
  expect(await next.look(known)).toMatchObject({ kind: 'installed' });
});

test('the script follows the app to another data folder', async () => {
  const { place, target, known } = await installed();
  const moved = createReaperScript(place, '/elsewhere/local');
  expect(await moved.update(known)).toEqual(known.files);
  expect(await readFile(join(target, 'place.txt'), 'utf8')).toBe('/elsewhere/local');
});

test('a missing REAPER, a removed script and a folder that can’t be written are told apart', async () => {
  const { place, script, target, known } = await installed();
  await rm(target, { recursive: true });
  expect(await script.look(known)).toMatchObject({ kind: 'not-installed' });
  expect(await script.update(known)).toBeNull();
  expect(await script.isReapersFolder(place.folder)).toBe(true);
  expect(await script.isReapersFolder(target)).toBe(false);
  await rm(join(place.folder, 'Scripts'), { recursive: true, force: true });
  await writeFile(join(place.folder, 'Scripts'), 'a file in the way');
  const blocked = await script.install(nothing);
  expect(blocked).toMatchObject({ ok: false, message: expect.stringContaining(target) });
  const none = createReaperScript({ ...place, folder: join(place.folder, 'none') }, '/data/local');
  expect(await none.look(nothing)).toMatchObject({ kind: 'not-found' });
  expect(await none.install(nothing)).toMatchObject({ ok: false, kind: 'not-found' });
});
