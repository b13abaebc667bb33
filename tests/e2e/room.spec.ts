import type { Locator, Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import type { RoomMessage } from '../../protocol/wire/room-message.ts';
import { sine, writePcm } from '../helpers/pcm.ts';
import { newCut, upload } from '../helpers/uploads.ts';
import { findAccessibilityViolations } from './actions.ts';
import { type Band, expect, test } from './band.ts';

const roomTab = (page: Page) => page.getByRole('tab', { name: /^Room/ });
const room = (page: Page) => page.getByRole('region', { name: 'Room of Summer EP' });
const field = (page: Page) => room(page).getByRole('textbox', { name: 'Message Summer EP' });

/** Presses the key until the element has the focus. */
async function pressUntilFocused(page: Page, key: string, element: Locator): Promise<void> {
  await expect
    .poll(async () => {
      await page.keyboard.press(key);
      return element.evaluate((one) => one === document.activeElement);
    })
    .toBe(true);
}

/** Opens the room beside the work, with the keyboard. The focus is in its field then. */
async function openRoom(page: Page): Promise<void> {
  await page.keyboard.press('3');
  await expect(page.locator('aside section').first()).toBeFocused();
  await pressUntilFocused(page, 'Shift+Tab', page.getByRole('tab', { name: 'Activity' }));
  await pressUntilFocused(page, 'ArrowRight', roomTab(page));
  await pressUntilFocused(page, 'Tab', field(page));
}

async function addSong({ server, ana, projectId }: Band): Promise<void> {
  const bytes = writePcm('wav-16', sine(60, { sampleRate: 8_000 }));
  const destination = newCut(projectId, 'Sunset Groove', { name: 'Rough mixes' });
  await upload({ server, user: ana }, bytes, destination, { name: 'Sunset Groove.wav' });
}

test('a mention with a moment counts as unread, notifies, and opens the song there; all by keyboard', async ({
  band,
}) => {
  await addSong(band);
  const [ana, ben] = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);

  await test.step('Ana chooses Ben after an @ and sends with Enter', async () => {
    await openRoom(ana.page);
    await expect(room(ana.page)).toContainText('Nobody has written in Summer EP yet.');
    await ana.page.keyboard.type('@be');
    await expect(ana.page.getByRole('option', { name: 'Ben' })).toBeVisible();
    await ana.page.keyboard.press('Enter');
    await expect(field(ana.page)).toHaveValue('@Ben ');
    await ana.page.keyboard.type('look at Sunset Groove v1 @ 0:42');
    await ana.page.keyboard.press('Enter');
    await expect(field(ana.page)).toHaveValue('');
    await expect(room(ana.page).getByRole('article', { name: /^You/ })).toContainText('look at');
  });

  await test.step('Ben’s tab counts it, and his notifications have it', async () => {
    await expect(roomTab(ben.page)).toHaveAccessibleName('Room 1 unread message');
    await ben.page.keyboard.press('b');
    const news = ben.page.getByRole('region', { name: 'List of notifications' });
    const mention = news.getByRole('button', { name: /Ana mentioned you in “Summer EP”/ }).first();
    await pressUntilFocused(ben.page, 'Tab', mention);
    await ben.page.keyboard.press('Enter');
  });

  await test.step('it opens the room at the message, which is read then', async () => {
    const message = room(ben.page).getByRole('article', { name: /^Ana/ });
    await expect(message).toHaveAttribute('aria-current', 'true');
    await expect(message).toContainText('@Ben look at Sunset Groove v1 @ 0:42');
  });

  await test.step('the moment opens the song at 0:42', async () => {
    const moment = room(ben.page).getByRole('button', { name: /Sunset Groove v1 @ 0:42$/ });
    await pressUntilFocused(ben.page, 'Tab', moment);
    await ben.page.keyboard.press('Enter');
    await expect(ben.page.getByRole('heading', { level: 2, name: 'Sunset Groove' })).toBeVisible();
    const player = ben.page.getByRole('region', { name: 'Player' });
    await expect(player.getByRole('slider', { name: /^Position in Sunset Groove/ })).toHaveAttribute(
      'aria-valuenow',
      '42',
    );
    await expect(roomTab(ben.page)).toHaveAccessibleName('Room');
  });
});

test('a message written offline is sent once when the server is back', async ({ band }) => {
  const ana = await band.openApp(band.ana);
  await openRoom(ana.page);
  await band.server.stop();
  await expect(ana.page.getByRole('status', { name: 'Connection: Offline' })).toBeVisible({
    timeout: 60_000,
  });
  await ana.page.keyboard.type('from the train');
  await ana.page.keyboard.press('Enter');
  const message = room(ana.page).getByRole('article');
  await expect(message).toContainText('not sent yet');
  await band.server.start();
  await expect(message).not.toContainText('not sent yet', { timeout: 60_000 });
  await expect(message).toHaveCount(1);
  const { body } = await band.ben.request('GET', `/api/projects/${band.projectId}/messages`);
  expect((body as unknown as RoomMessage[]).map(({ text }) => text)).toEqual(['from the train']);
});

for (const colorScheme of ['dark', 'light'] as const) {
  test(`the room has no accessibility violations when ${colorScheme}`, async ({ band }) => {
    await addSong(band);
    const { page } = await band.openApp(band.ana);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openRoom(page);
    expect(await findAccessibilityViolations(page), 'nothing written').toEqual([]);
    const write = (text: string) =>
      band.ben.command('room.send', { id: newId(), projectId: band.projectId, text });
    await write('Sunset Groove v1 @ 0:10 is the one');
    await write('Load-in on Friday is at four.');
    await expect(room(page).getByRole('article')).toHaveCount(2);
    expect(await findAccessibilityViolations(page), 'messages beside the work').toEqual([]);
    await page.keyboard.type('@');
    await expect(page.getByRole('option', { name: 'Ben' })).toBeVisible();
    expect(await findAccessibilityViolations(page), 'a mention').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Open the room as a page' }).press('Enter');
    await expect(page.getByRole('heading', { level: 2, name: 'Room' })).toBeVisible();
    await expect(room(page)).toHaveCount(1);
    expect(await findAccessibilityViolations(page), 'the page').toEqual([]);
  });
}

test('levels and quiet hours are chosen from the project’s menu, and kept by the server', async ({
  band,
}) => {
  const { page } = await band.openApp(band.ana);
  await page.getByRole('button', { name: 'Options for Summer EP' }).first().press('ArrowDown');
  await page.getByRole('menuitem', { name: 'Notifications…' }).press('Enter');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  const level = settings.getByRole('group', { name: 'Notify me about Summer EP' });
  await expect(level.getByRole('radio', { name: 'Everything' })).toBeChecked();
  await level.getByRole('radio', { name: 'Everything' }).press('ArrowRight');
  await expect(level.getByRole('radio', { name: 'Mentions and versions' })).toBeChecked();
  await settings.getByRole('switch', { name: 'Quiet hours' }).press('Space');
  await settings.getByLabel('From').fill('23:30');
  await settings.getByLabel('From').blur();
  expect(await findAccessibilityViolations(page)).toEqual([]);
  await expect
    .poll(async () => (await band.ana.request('GET', '/api/attention')).body)
    .toMatchObject({
      projects: [{ projectId: band.projectId, level: 'mentions' }],
      quietHours: { from: '23:30', until: '08:00' },
    });
});
