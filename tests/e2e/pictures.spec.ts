import type { Locator, Page } from '@playwright/test';
import { sine, writePcm } from '../helpers/pcm.ts';
import { makePng } from '../helpers/pictures.ts';
import { newCut, upload } from '../helpers/uploads.ts';
import { findAccessibilityViolations, reconnect } from './actions.ts';
import { again, type Band, kept, openProject } from './band.ts';
import { expect, test } from './web.ts';

type Colour = readonly [red: number, green: number, blue: number];

const red: Colour = [220, 40, 40];
const green: Colour = [30, 180, 60];
const blue: Colour = [40, 60, 220];

const file = (name: string, colour: Colour, width = 900, height = 600) => ({
  ...{ name, mimeType: 'image/png', buffer: makePng(width, height, colour) },
});

/** The strongest channel in the middle of a picture that is shown; null if there is none. */
async function colourOf(image: Locator): Promise<string | null> {
  if ((await image.count()) === 0) return null;
  return image.first().evaluate((element: HTMLImageElement) => {
    if (!element.complete || element.naturalWidth === 0) return null;
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    context?.drawImage(element, 0, 0, 1, 1);
    const [r = 0, g = 0, b = 0] = context?.getImageData(0, 0, 1, 1).data ?? [];
    return r > g && r > b ? 'red' : g > b ? 'green' : 'blue';
  });
}

const expectColour = (image: Locator, colour: string | null) =>
  expect.poll(() => colourOf(image), { timeout: 20_000 }).toBe(colour);

/** Ana's face among the members, and the project's picture in its header. */
const faceOf = (page: Page, name: string) =>
  page
    .getByRole('region', { name: 'Bandmates' })
    .getByRole('listitem')
    .filter({ hasText: name })
    .locator('img');
const headerArt = (page: Page) => page.locator('main header > span[aria-hidden] > img').first();
const songArt = (page: Page, name: string) => page.getByRole('row', { name }).locator('img').first();

async function choosePicture(page: Page, title: string, chosen: ReturnType<typeof file>): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.locator('input[type=file]').setInputFiles(chosen);
  await expect(dialog.getByRole('img', { name: 'Preview' }).locator('img').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
}

async function changeOwnPicture(page: Page, chosen: ReturnType<typeof file>): Promise<void> {
  await page.getByRole('button', { name: /^Account: / }).click();
  await page.getByRole('menuitem', { name: 'Your picture…' }).click();
  await choosePicture(page, 'Your picture', chosen);
}

async function changeProjectPicture(page: Page, chosen: ReturnType<typeof file>): Promise<void> {
  await page.getByRole('button', { name: 'Options for Summer EP' }).click();
  await page.getByRole('menuitem', { name: 'Picture…' }).click();
  await choosePicture(page, 'Picture of Summer EP', chosen);
}

async function addSong({ server, ana, projectId }: Band): Promise<string> {
  const bytes = writePcm('wav-16', sine(8, { sampleRate: 8_000 }));
  const destination = newCut(projectId, 'Sunset Groove', { name: 'Sunset Groove' });
  const added = await upload({ server, user: ana }, bytes, destination, { name: 'Sunset Groove.wav' });
  return added.file.cutId;
}

test('Ana’s picture and the project’s show at once in Ben’s app and a browser, and offline after a restart', async ({
  band,
  web,
  folder,
}) => {
  await addSong(band);
  const machine = kept(folder, 'ben');
  const ana = await band.openApp(band.ana);
  const ben = await band.openApp(band.ben, machine);
  const browser = await web.signIn(band.ben);
  await openProject(browser, 'Summer EP');
  const pages = [ana.page, ben.page, browser];

  await test.step('everybody sees them', async () => {
    await changeOwnPicture(ana.page, file('me.png', red));
    await changeProjectPicture(ana.page, file('cover.png', blue));
    for (const page of pages) {
      await expectColour(faceOf(page, 'Ana'), 'red');
      await expectColour(headerArt(page), 'blue');
    }
  });

  await test.step('Ben gives the song a picture', async () => {
    await ben.page.getByRole('button', { name: 'Options for Sunset Groove' }).click();
    await ben.page.getByRole('menuitem', { name: 'Picture…' }).click();
    await choosePicture(ben.page, 'Picture of Sunset Groove', file('song.png', green));
    for (const page of pages) await expectColour(songArt(page, 'Sunset Groove'), 'green');
  });

  await test.step('Ben’s app shows them without the server, after a restart', async () => {
    await ben.close();
    await band.server.stop();
    const restarted = await band.openApp(band.ben, again(machine));
    await expectColour(faceOf(restarted.page, 'Ana'), 'red');
    await expectColour(headerArt(restarted.page), 'blue');
    await expectColour(songArt(restarted.page, 'Sunset Groove'), 'green');
  });

  await test.step('Ana changes hers offline; the browser sees it once the server is back', async () => {
    await changeOwnPicture(ana.page, file('me-2.png', green));
    await expectColour(faceOf(ana.page, 'Ana'), 'green');
    await band.server.start();
    // After so long without the server, each is up to a minute from its next attempt.
    for (const page of [ana.page, browser]) await reconnect(page);
    await expectColour(faceOf(browser, 'Ana'), 'green');
  });

  await test.step('and takes the project’s away again', async () => {
    await ana.page.getByRole('button', { name: 'Options for Summer EP' }).click();
    await ana.page.getByRole('menuitem', { name: 'Picture…' }).click();
    const dialog = ana.page.getByRole('dialog', { name: 'Picture of Summer EP' });
    expect(await findAccessibilityViolations(ana.page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Use the drawn art again' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expectColour(headerArt(browser), null);
  });
});

test('a picture among the files of a song is shown, opens large, and becomes the song’s picture', async ({
  band,
  web,
}) => {
  const cutId = await addSong(band);
  const cover = { name: 'cover.png' };
  await upload(
    { server: band.server, user: band.ana },
    Buffer.from(makePng(500, 300, red)),
    { kind: 'cut', cutId },
    cover,
  );
  const pages = [(await band.openApp(band.ana)).page, await web.signIn(band.ben)];
  for (const page of pages) {
    if (page === pages[1]) await openProject(page, 'Summer EP');
    await page
      .getByRole('row', { name: /Sunset Groove/ })
      .first()
      .press('Enter');
    await page.getByRole('button', { name: 'Show cover.png' }).click();
    const viewer = page.getByRole('dialog', { name: 'cover.png' });
    await expect
      .poll(() =>
        viewer.locator('canvas').evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height]),
      )
      .toEqual([500, 300]);
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
  }
  const [page] = pages;
  if (!page) throw new Error('No page');
  await page.getByRole('button', { name: 'Options for cover.png' }).click();
  await page.getByRole('menuitem', { name: 'Use as the song’s picture…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Picture of Sunset Groove' });
  await expectColour(dialog.getByRole('img', { name: 'Preview' }).locator('img'), 'red');
  await dialog.getByRole('button', { name: 'Save' }).click();
  for (const shown of pages) {
    const art = shown
      .getByRole('heading', { level: 2, name: 'Sunset Groove' })
      .locator('xpath=ancestor::header//img');
    await expectColour(art, 'red');
  }
});

test('the project’s header copies a link, and says why a file can’t be a picture', async ({ band }) => {
  const { page } = await band.openApp(band.ana);
  await page.getByRole('button', { name: 'Share Summer EP' }).click();
  await expect(page.getByRole('menuitem', { name: 'Invite people…' })).toBeVisible();
  await page.getByRole('menuitem', { name: 'Copy link' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Link copied' })).toHaveCount(1);
  await page.getByRole('button', { name: /^Account: / }).click();
  await page.getByRole('menuitem', { name: 'Your picture…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your picture' });
  const text = { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture') };
  await dialog.locator('input[type=file]').setInputFiles(text);
  await expect(dialog.getByRole('alert')).toContainText('This isn’t a PNG, JPEG, WebP or GIF.');
});
