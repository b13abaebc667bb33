import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../common/new-id.ts';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import { sine, writePcm } from '../helpers/pcm.ts';
import { upload } from '../helpers/uploads.ts';
import { bindFolder, cutRow, findAccessibilityViolations, reconnect } from './actions.ts';
import type { Band } from './band.ts';
import { expect, makeCut, test } from './web.ts';

const seconds = (count: number) => count * 48_000;

/** Bounces Paper Moon twice, with an instrumental. */
async function makeSong({ server, ana, projectId }: Band) {
  for (const [index, name] of [
    'Paper Moon v1',
    'Paper Moon v2 less snare',
    'Paper Moon instrumental',
  ].entries()) {
    const bytes = writePcm('wav-16', sine(20 + index, { sampleRate: 8_000 }));
    const target = { kind: 'song', projectId, cutId: newId() } as const;
    await upload({ server, user: ana }, bytes, target, { name: `${name}.wav` });
  }
}

for (const colorScheme of ['dark', 'light'] as const)
  test(`a song is one row: a click opens it, its waveform seeks, its alternates are below, ${colorScheme}`, async ({
    band,
    web,
  }) => {
    await makeCut(band);
    await makeSong(band);
    const list = `/#/projects/${band.projectId}`;
    const page = await web.signIn(band.ben, list, { colorScheme, reducedMotion: 'reduce' });
    const song = cutRow(page, /^Song Paper Moon in Paper Moon, 2 files/);
    const instrumental = cutRow(page, /^Song Paper Moon \(Instrumental\)/);

    await test.step('the newest song is first, with its versions, and no vibe above it', async () => {
      await expect(page.getByRole('row').first()).toHaveAccessibleName(/^Song Paper Moon in/);
      await expect(song).toContainText('less snare');
      await expect(song.getByRole('button', { name: 'Open v2 of Paper Moon' })).toBeVisible();
      await expect(page.getByRole('row', { name: /^Group/ })).toHaveCount(0);
      await expect(instrumental).toHaveCount(0);
      await expect(page.getByText('Drop files here')).toBeVisible();
      expect(await findAccessibilityViolations(page)).toEqual([]);
    });

    await test.step('a click in the waveform moves the play-head and plays nothing', async () => {
      await song.locator('[data-wave]').click();
      const player = page.getByRole('region', { name: 'Player' });
      await expect(player).toContainText('0:10');
      await expect(player.getByRole('button', { name: 'Play Paper Moon' })).toBeVisible();
      await expect(page.getByRole('treegrid')).toBeVisible();
    });

    await test.step('the keyboard unfolds it, and folds it again', async () => {
      await song.focus();
      await page.keyboard.press('ArrowRight');
      await expect(instrumental).toContainText('Instrumental');
      await expect(page.getByRole('row', { name: /^Version 2 of Paper Moon/ })).toBeVisible();
      expect(await findAccessibilityViolations(page), 'unfolded').toEqual([]);
      await page.keyboard.press('ArrowDown');
      await expect(instrumental).toBeFocused();
      await page.keyboard.press('ArrowLeft');
      await expect(song).toBeFocused();
      await page.keyboard.press('ArrowLeft');
      await expect(instrumental).toHaveCount(0);
    });

    await test.step('one click opens it', async () => {
      await song.getByText('Paper Moon', { exact: true }).click();
      await expect(page.getByRole('heading', { level: 2, name: 'Paper Moon', exact: true })).toBeVisible();
    });
  });

test('the order made by hand is the band’s, and stays chosen on this computer', async ({ band, web }) => {
  await makeCut(band);
  await makeSong(band);
  const list = `/#/projects/${band.projectId}`;
  const [page, ana] = [await web.signIn(band.ben, list), await web.signIn(band.ana, list)];
  const first = (of: typeof page) => of.getByRole('row').first();
  await expect(first(page)).toHaveAccessibleName(/^Song Paper Moon in/);
  for (const one of [page, ana]) await one.getByRole('radio', { name: 'By hand' }).check();
  await expect(first(page)).toHaveAccessibleName(/^Song Harbour v1/);
  await cutRow(page, /^Song Paper Moon in/).focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Move up' }).click();
  await expect(first(ana)).toHaveAccessibleName(/^Song Paper Moon in/);
  await page.reload();
  await expect(page.getByRole('radio', { name: 'By hand' })).toBeChecked();
});

test('a bounce has a row from its first byte, also offline, and the lamp says the same', async ({
  band,
  folder,
}) => {
  await makeCut(band);
  const bounces = join(folder, 'Bounces');
  await mkdir(bounces);
  const [{ page, ...app }, ben] = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);
  await bindFolder({ page, ...app }, bounces, band.projectName);
  const coming = page.getByRole('list', { name: 'New songs on their way' }).getByRole('listitem');
  const lamp = page.getByRole('button', { name: /^Transfers: / });

  await test.step('while the DAW writes', async () => {
    const path = join(bounces, 'Night Bus v1.wav');
    const slow = { style: 'header-last', pieces: 4, pause: 200, stall: 3000 } as const;
    const writing = writeBounce(path, { format: 'wav-24', frames: seconds(3) }, slow);
    await expect(coming).toContainText('Night Bus');
    await expect(coming).toContainText('Your DAW is writing');
    await expect(lamp).toHaveAccessibleName(/Waiting for your DAW to finish.* so far · Night Bus v1\.wav/);
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await writing;
  });

  await test.step('then it is a song on both screens', async () => {
    for (const screen of [page, ben.page])
      await expect(cutRow(screen, /^Song Night Bus in Night Bus, 1 file/)).toBeVisible({ timeout: 20_000 });
    await expect(coming).toHaveCount(0);
    await expect(lamp).toHaveAccessibleName(/^Transfers: All safe/);
  });

  await test.step('without the server it waits in its row', async () => {
    await band.server.stop();
    const path = join(bounces, 'Kite Season v1.wav');
    await writeBounce(path, { format: 'wav-24', frames: seconds(2), seed: 3 });
    await expect(coming).toContainText('Kite Season');
    await expect(coming).toContainText('Waiting for the network · safe on this computer', {
      timeout: 20_000,
    });
    await expect(lamp).toHaveAccessibleName(/1 file waiting for the network/);
    await band.server.start();
    for (const screen of [page, ben.page]) await reconnect(screen);
    await expect(cutRow(ben.page, /^Song Kite Season in/)).toBeVisible({ timeout: 60_000 });
    await expect(coming).toHaveCount(0);
  });
});
