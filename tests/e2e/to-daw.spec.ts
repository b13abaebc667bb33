import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { parseMidi } from 'midi-file';
import { chooseOption, cutRow, findAccessibilityViolations } from './actions.ts';
import type { Band } from './band.ts';
import { expect, makeCut, test } from './web.ts';

/** A song of one version with a comment of Ben's at 4.2 seconds. */
async function commented(band: Band) {
  const { place, addComment } = await makeCut(band);
  await addComment(band.ben, 'Less snare', 4.2);
  return { place };
}

/** Has the system's dialog for saving answer with this path, instead of showing itself. */
async function stubSaveDialog(app: ElectronApplication, folder: string): Promise<void> {
  await app.evaluate(({ dialog }, into) => {
    dialog.showSaveDialog = (async (_window: unknown, { defaultPath }: { defaultPath: string }) => ({
      canceled: false,
      filePath: `${into}/${defaultPath.split('/').at(-1)}`,
    })) as never;
  }, folder);
}

/** The paths of the next drag out of the window. */
async function watchDrags(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    contents?.on(
      '-drag-started' as never,
      ((paths: string[]) => Object.assign(globalThis, { dragged: paths })) as never,
    );
  });
  return () => app.evaluate(() => (globalThis as unknown as { dragged?: string[] }).dragged ?? []);
}

const menuOf = (page: Page) =>
  page.getByRole('main').getByRole('button', { name: 'Options for Harbour v1' }).first();

async function openDialog(page: Page) {
  await menuOf(page).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Export markers…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: /^Export markers of Harbour v1/ });
  await expect(dialog).toContainText('1 marker');
  return dialog;
}

test('in the app, markers are saved and copied, and a version is dragged out of the window', async ({
  band,
  folder,
}) => {
  await commented(band);
  const { app, page } = await band.openApp(band.ana);
  await stubSaveDialog(app, folder);
  const dragged = await watchDrags(app);
  await cutRow(page, /^Song Harbour/).press('Enter');

  await test.step('as MIDI, with the start and the tempo of the project', async () => {
    const dialog = await openDialog(page);
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await chooseOption(dialog.getByRole('combobox', { name: 'For' }), 'MIDI file');
    await dialog.getByRole('textbox', { name: 'Starts in the project at' }).fill('0:08.5');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('20 to 400');
    await dialog.getByRole('textbox', { name: 'Tempo in BPM' }).fill('124');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    const { header, tracks } = parseMidi(await readFile(join(folder, 'Harbour v1 markers.mid')));
    const marker = tracks.flat().find(({ type }) => type === 'marker');
    const seconds = ((marker?.deltaTime ?? 0) * 60) / 124 / (header.ticksPerBeat ?? 1);
    expect(Math.abs(seconds - 12.7)).toBeLessThan(0.001);
  });

  await test.step('the song remembers both, and text is copied', async () => {
    await expect(page.getByText('124 BPM')).toBeVisible();
    const dialog = await openDialog(page);
    await expect(dialog.getByRole('textbox', { name: 'Starts in the project at' })).toHaveValue('0:08.500');
    await dialog.getByRole('button', { name: 'Copy as text' }).click();
    const clipboard = () => app.evaluate((electron) => electron.clipboard.readText());
    await expect.poll(clipboard).toBe('0:00:12.700 Ben: Less snare\n');
    await page.keyboard.press('Escape');
  });

  await test.step('the grip of the shown version', async () => {
    const grip = page.getByRole('button', { name: /^Drag Harbour v1 .*into your DAW/ });
    const box = await grip.boundingBox();
    if (!box) throw new Error('The grip has no box');
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    // The first press makes the copy; a drag that is too early says that it is ready.
    await expect(async () => {
      await page.mouse.move(middle.x, middle.y);
      await page.mouse.down();
      await page.mouse.move(middle.x + 20, middle.y + 40, { steps: 5 });
      await page.mouse.up();
      expect(await dragged()).toHaveLength(1);
    }).toPass();
    const [path = ''] = await dragged();
    expect(basename(path)).toMatch(/^Harbour v1 v?\w*\.wav$/);
    expect((await readFile(path)).subarray(0, 4).toString()).toBe('RIFF');
  });
});

test('in a browser, a version is downloaded with and without markers, and its link opens it', async ({
  band,
  web,
}) => {
  const { place } = await commented(band);
  const page = await web.signIn(band.ana, `/#${place}`, { acceptDownloads: true });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const download = async (act: () => Promise<void>) => {
    const [file] = await Promise.all([page.waitForEvent('download'), act()]);
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  };
  const choose = async (entry: string) => {
    await menuOf(page).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: entry, exact: true }).press('Enter');
  };

  const plain = await download(() => choose('Download'));
  expect(plain.name).toBe('Harbour v1.wav');
  await expect(page.getByRole('button', { name: /into your DAW/ })).toHaveCount(0);

  const dialog = await openDialog(page);
  expect(await findAccessibilityViolations(page)).toEqual([]);
  await chooseOption(dialog.getByRole('combobox', { name: 'For' }), 'Text');
  const text = await download(() => dialog.getByRole('button', { name: 'Download' }).click());
  expect([text.name, text.bytes.toString()]).toEqual([
    'Harbour v1 markers.txt',
    '0:00:04.200 Ben: Less snare\n',
  ]);

  const again = await openDialog(page);
  await chooseOption(again.getByRole('combobox', { name: 'For' }), 'WAV with markers');
  const marked = await download(() => again.getByRole('button', { name: 'Download' }).click());
  expect(marked.bytes.subarray(8, plain.bytes.length).equals(plain.bytes.subarray(8))).toBe(true);
  expect(marked.bytes.includes('Ben: Less snare', plain.bytes.length)).toBe(true);

  await choose('Copy link');
  await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toContain('/files/');
  const link = String(await page.evaluate('navigator.clipboard.readText()'));
  expect(link.startsWith(`${band.server.url}/projects/`)).toBe(true);
  const ben = await web.signIn(band.ben, link.slice(band.server.url.length));
  await expect(ben.getByRole('slider', { name: /^Position in Harbour v1/ })).toBeVisible();
});
