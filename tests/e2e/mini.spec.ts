import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Comment } from '../../protocol/wire/comment.ts';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import type { RunningApp } from '../helpers/app.ts';
import type { TestUser } from '../helpers/server.ts';
import { bindFolder, cutRow, findAccessibilityViolations, reconnect } from './actions.ts';
import { expect, makeCut, test } from './web.ts';

const mini = (page: Page) => page.getByRole('main', { name: 'Mini window' });
const points = (page: Page) => mini(page).getByRole('region', { name: 'Open points' });
const point = (page: Page, text: string) => points(page).getByRole('button', { name: text });
const position = (page: Page) => page.getByRole('slider', { name: /^Position in Harbour/ }).first();

function windowOf({ app }: RunningApp) {
  return app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) throw new Error('no window');
    return {
      windows: BrowserWindow.getAllWindows().length,
      width: window.getBounds().width,
      isOnTop: window.isAlwaysOnTop(),
      isOnAllDesktops: window.isVisibleOnAllWorkspaces(),
    };
  });
}

async function commentsOf(person: TestUser, cutId: string): Promise<Comment[]> {
  return (await person.request('GET', `/api/cuts/${cutId}/comments`)).body as Comment[];
}

test('beside the DAW: one window that plays on, says, does and receives', async ({ band, folder }) => {
  const { cutId, addComment } = await makeCut(band);
  for (const [text, at] of [
    ['Snare is dry', 3],
    ['Bass too loud', 8],
    ['Fade earlier', 15],
  ] as const)
    await addComment(band.ben, text, at);
  const ana = await band.openApp(band.ana);
  const { page } = ana;
  const bounces = join(folder, 'Bounces');
  await mkdir(bounces);
  await bindFolder(ana, bounces, band.projectName);
  await cutRow(page, /^Song Harbour v1 in Harbour/).press('Enter');
  await expect(position(page)).toBeVisible();
  const large = await windowOf(ana);

  await test.step('a key makes the window narrow, and keeps it on top', async () => {
    await page.keyboard.press('v');
    await expect(mini(page)).toBeVisible();
    expect(await windowOf(ana)).toEqual({ windows: 1, width: 380, isOnTop: true, isOnAllDesktops: false });
    await mini(page).getByRole('button', { name: 'Keep on top' }).click();
    await expect.poll(() => windowOf(ana)).toMatchObject({ isOnTop: false });
    await mini(page).getByRole('button', { name: 'Show on all desktops' }).click();
    await expect.poll(() => windowOf(ana)).toMatchObject({ isOnAllDesktops: true });
    await expect(points(page).getByRole('listitem')).toHaveCount(3);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await findAccessibilityViolations(page), colorScheme).toEqual([]);
    }
  });

  await test.step('a click in the waveform seeks, Space plays, and the sound goes on in the large window', async () => {
    await position(page).click();
    await expect(position(page)).toHaveAttribute('aria-valuenow', '10');
    await page.keyboard.press('Space');
    await expect(mini(page).getByRole('button', { name: 'Pause Harbour v1' })).toBeVisible();
    await mini(page).getByRole('button', { name: 'Back to the large window' }).click();
    await expect(page.getByRole('region', { name: 'Player' })).toBeVisible();
    await expect(
      page.getByRole('region', { name: 'Player' }).getByRole('button', { name: 'Pause Harbour v1' }),
    ).toBeVisible();
    expect(await windowOf(ana)).toEqual({ ...large, isOnTop: false, isOnAllDesktops: false });
    await page.getByRole('button', { name: 'Mini window' }).click();
    await mini(page).getByRole('button', { name: 'Pause Harbour v1' }).click();
    await expect(mini(page).getByRole('button', { name: 'Play Harbour v1' })).toBeVisible();
  });

  await test.step('a comment is pinned to the moment', async () => {
    await page.keyboard.press('c');
    await page.keyboard.type('Hats are sharp');
    await page.getByRole('textbox', { name: 'Time of the comment' }).fill('5');
    await page.getByRole('textbox', { name: 'Comment', exact: true }).press('Enter');
    await expect(point(page, 'Hats are sharp')).toBeVisible();
    await expect
      .poll(async () => (await commentsOf(band.ben, cutId)).find(({ text }) => text === 'Hats are sharp'))
      .toMatchObject({ timestamp: 5 });
    await page.keyboard.press('Escape');
  });

  await test.step('keys go from point to point and resolve them, also offline', async () => {
    await page.keyboard.press('.');
    await expect(point(page, 'Snare is dry')).toBeFocused();
    await expect(position(page)).toHaveAttribute('aria-valuenow', '3');
    await page.keyboard.press('d');
    await expect(point(page, 'Snare is dry')).toHaveCount(0);
    await expect(point(page, 'Hats are sharp')).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(point(page, 'Bass too loud')).toBeFocused();
    await band.server.stop();
    await page.keyboard.press('d');
    await expect(point(page, 'Bass too loud')).toHaveCount(0);
    await band.server.start();
    await reconnect(page);
    await expect
      .poll(async () =>
        (await commentsOf(band.ben, cutId)).filter(({ resolvedAt }) => resolvedAt).map(({ text }) => text),
      )
      .toEqual(['Snare is dry', 'Bass too loud']);
  });

  await test.step('a bounce is seen while it is written, and heard from here', async () => {
    // The DAW goes on once the row is seen.
    const onPiece = () =>
      expect(mini(page).getByRole('list', { name: 'On the way' })).toContainText('Night Bus');
    const sound = { format: 'wav-24', frames: 96_000, seed: 3 } as const;
    await writeBounce(join(bounces, 'Night Bus v3.wav'), sound, { onPiece });
    await mini(page).getByRole('button', { name: 'Show', exact: true }).click({ timeout: 60_000 });
    await expect(mini(page).getByRole('heading', { level: 1, name: 'Night Bus' })).toBeVisible();
    await mini(page)
      .getByRole('button', { name: /^Songs of/ })
      .click();
    await page.getByRole('menuitem', { name: 'Harbour v1' }).click();
    await expect(mini(page).getByRole('heading', { level: 1, name: 'Harbour v1' })).toBeVisible();
  });

  await test.step('closing it leads back, and the menu opens it again', async () => {
    await ana.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect(mini(page)).toHaveCount(0);
    await expect.poll(() => windowOf(ana)).toMatchObject({ windows: 1, width: large.width });
    await ana.app.evaluate(({ Menu }) => {
      const view = Menu.getApplicationMenu()?.items.find(({ label }) => label === 'View');
      view?.submenu?.items.find(({ label }) => label === 'Mini Window')?.click();
    });
    await expect(mini(page)).toBeVisible();
  });
});
