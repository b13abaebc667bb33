import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import { dropFiles } from '../helpers/app.ts';
import {
  cutRow,
  findAccessibilityViolations,
  openTransfers,
  readFiles,
  reconnect,
  sha256Of,
} from './actions.ts';
import { expect, fillSignIn, makeCut, test } from './web.ts';

const player = (page: Page) => page.getByRole('region', { name: 'Player' });
const heard = (page: Page) => player(page).getByRole('slider', { name: /^Position in/ });
const second = (page: Page) => heard(page).getAttribute('aria-valuenow').then(Number);

test('the page uses one HTTP-only cookie and one socket, and doesn’t mention folders', async ({
  band,
  web,
}) => {
  const page = await web.open('/');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Server' })).toHaveCount(0);
  await fillSignIn(page, { ...band.ana, password: 'not the one' });
  await expect(page.getByRole('textbox', { name: 'Password' })).toHaveAccessibleDescription(/don’t match/);
  const socket = page.waitForEvent('websocket');
  await fillSignIn(page, band.ana);
  await expect(page.getByRole('status', { name: /^Connection: Online/ })).toBeVisible();
  expect((await socket).url()).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/socket\.io\//);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  expect(await page.context().cookies()).toMatchObject([{ httpOnly: true, sameSite: 'Lax' }]);
  await expect(page.getByRole('region', { name: 'Bandmates' })).toBeVisible();
  await expect(page.getByText(/bounce folder/i)).toHaveCount(0);

  await page.reload();
  await expect(page.getByRole('status', { name: /^Connection: Online/ })).toBeVisible();
  await page.getByRole('button', { name: /^Account: Ana/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

/** A client written like the one in the events documentation, with the released bundle, in a page of the server. */
async function openPlainClient(page: Page, projectId: string): Promise<unknown> {
  const bundle = join(import.meta.dirname, '../../node_modules/socket.io-client/dist/socket.io.min.js');
  await page.evaluate(await readFile(bundle, 'utf8'));
  return page.evaluate(async (id) => {
    const { io } = window as unknown as { io: typeof import('socket.io-client').io };
    const socket = io(window.location.origin, { withCredentials: true });
    const told: unknown[] = [];
    Object.assign(window, { told });
    socket.onAny((name, payload) => told.push({ name, payload }));
    const refusal = await new Promise<string | null>((resolve) => {
      socket.once('connect', () => resolve(null));
      socket.once('connect_error', ({ message }) => resolve(message));
    });
    return refusal ?? (await socket.timeout(10_000).emitWithAck('join:project', { projectId: id }));
  }, projectId);
}

test('a plain client connects with the cookie alone and receives its room’s events', async ({
  band,
  web,
}) => {
  const { addComment } = await makeCut(band);
  const page = await web.open('/');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(await openPlainClient(page, band.projectId)).toBe('Sign in first.');
  await fillSignIn(page, band.ana);
  await expect(page.getByRole('status', { name: /^Connection: Online/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('status', { name: /^Connection: Online/ })).toBeVisible();
  expect(await openPlainClient(page, band.projectId)).toMatchObject({ ok: true });
  const comment = await addComment(band.ben, 'More bass');
  const told = () => page.evaluate(() => Reflect.get(window, 'told'));
  await expect.poll(told).toContainEqual({ name: 'comment:created', payload: comment });
});

/** The list beside its rows. */
const songs = (page: Page) => page.getByRole('region', { name: /^Project / });

test('a cut is opened, played and commented on with the keyboard alone', async ({ band, web }) => {
  await makeCut(band);
  const page = await web.open('/');
  await expect(page.getByRole('textbox', { name: 'Email' })).toBeFocused();
  await page.keyboard.type(band.ana.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(band.ana.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: band.projectName })).toBeVisible();

  await expect(cutRow(page, /^Song Harbour v1 in Harbour, 1 file/)).toBeVisible();
  await page.keyboard.press('2');
  await page.keyboard.press('ArrowDown');
  await expect(cutRow(page, /^Song Harbour v1 in Harbour, 1 file/)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'Harbour v1', exact: true })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(player(page).getByRole('button', { name: 'Pause Harbour v1' })).toBeVisible();
  await expect.poll(() => second(page)).toBeGreaterThan(0);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => second(page)).toBeGreaterThanOrEqual(5);

  await page.keyboard.press('c');
  await expect(page.getByRole('textbox', { name: 'Comment', exact: true })).toBeFocused();
  await page.keyboard.type('Love this');
  await page.keyboard.press('Enter');
  const entry = page.getByRole('article', { name: /^Comment by Ana/ });
  await expect(entry).toContainText('Love this');
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await expect(page.getByRole('textbox', { name: 'Reply to Ana' })).toBeFocused();
  await page.keyboard.type('Me too');
  await page.keyboard.press('Enter');
  await expect(entry).toContainText('Me too');
});

test('files dropped on the page become cuts with the same bytes', async ({ band, web, folder }) => {
  await makeCut(band);
  const [first, version] = [join(folder, 'Paper Moon v1.wav'), join(folder, 'Harbour v2.wav')];
  const words = join(folder, 'lyrics.txt');
  await writeBounce(first, { format: 'wav-24', frames: 20 * 48_000, seed: 5 });
  await writeBounce(version, { format: 'wav-24', frames: 48_000, seed: 6 });
  await writeFile(words, 'la la la');
  const page = await web.signIn(band.ana);

  await test.step('files dropped beside the rows go to the vibe of their song; other file types are explained', async () => {
    await dropFiles(page, songs(page), [first, words]);
    await expect(page.getByText(/\.txt isn’t supported/)).toBeVisible();
    await expect(cutRow(page, /^Song Paper Moon in Paper Moon, 1 file/)).toBeVisible();
  });

  await test.step('a file dropped on a cut becomes a version', async () => {
    await dropFiles(page, cutRow(page, /^Song Harbour v1 in Harbour/), [version]);
    await expect(cutRow(page, /^Song Harbour v1 in Harbour, 2 files/)).toBeVisible();
  });

  await test.step('the list shows them as verified, without folder actions', async () => {
    const list = await openTransfers(page);
    await expect(list.getByRole('listitem', { name: 'Paper Moon v1.wav' })).toContainText(/verified/i);
    await expect(list.getByRole('button', { name: /Show in folder/ })).toHaveCount(0);
    expect(await findAccessibilityViolations(page)).toEqual([]);
  });

  const hashes = (await readFiles(band.ben, band.projectId)).map(({ sha256 }) => sha256);
  for (const path of [first, version]) expect(hashes).toContain(await sha256Of(path));
});

test.describe('a server with a small file limit', () => {
  test.use({ serverConfig: { maximumFileBytes: 700_000 } });

  test('a file that is too large is refused with the server’s reason', async ({ band, web, folder }) => {
    await makeCut(band);
    const large = join(folder, 'Long.wav');
    await writeBounce(large, { format: 'wav-24', frames: 3 * 48_000, seed: 5 });
    const page = await web.signIn(band.ana);
    await dropFiles(page, songs(page), [large]);
    const list = await openTransfers(page);
    await expect(list.getByRole('listitem', { name: 'Long.wav' })).toContainText(/too large|larger than/i);
  });
});

test('leaving with pending changes asks first, and they are sent when the server is back', async ({
  band,
  web,
  folder,
}) => {
  const { place } = await makeCut(band);
  const bounce = join(folder, 'Harbour v2.wav');
  await writeBounce(bounce, { format: 'wav-24', frames: 48_000, seed: 6 });
  const page = await web.signIn(band.ana, `/#${place}`);
  await expect(page.getByRole('heading', { level: 2, name: 'Harbour v1', exact: true })).toBeVisible();
  await band.server.stop();
  await expect(page.getByRole('status', { name: /Connection: Offline/ })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('textbox', { name: 'Comment', exact: true }).fill('On the train');
  await page.keyboard.press('Enter');
  const entry = page.getByRole('article', { name: /^Comment by Ana/ });
  await expect(entry).toContainText('On the train');
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  // The page stays, because the prompt is dismissed.
  await page.evaluate(() => window.location.reload());
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await page.getByRole('link', { name: 'All songs' }).click();
  await dropFiles(page, cutRow(page, /^Song Harbour v1 in Harbour/), [bounce]);
  const list = await openTransfers(page);
  const row = list.getByRole('listitem', { name: 'Harbour v2.wav' });
  await expect(row).toContainText(/network|reached/i, { timeout: 60_000 });
  await row.getByRole('button', { name: /^Pause/ }).click();
  await band.server.start();
  await reconnect(page);
  await row.getByRole('button', { name: /^Resume/ }).click();
  await expect(cutRow(page, /^Song Harbour v1 in Harbour, 2 files/)).toBeVisible();
  await expect
    .poll(async () => (await band.ben.request('GET', `/api/cuts/${place.split('/').at(-1)}/comments`)).body)
    .toMatchObject([{ text: 'On the train' }]);
  // The band may hear of a change before the page has the answer to it; until then the page still asks.
  await expect(page.getByRole('button', { name: /^Transfers: All safe/ })).toBeVisible();
  await page.reload();
  expect(asked).toHaveLength(1);
});
