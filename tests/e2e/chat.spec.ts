import type { Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { registerUser } from '../helpers/server.ts';
import { findAccessibilityViolations } from './actions.ts';
import { expect, test } from './band.ts';

const bandmates = (page: Page) => page.getByRole('region', { name: 'Bandmates' });

async function openChat(page: Page, name: string) {
  await bandmates(page)
    .getByRole('button', { name: new RegExp(`^${name} `) })
    .click();
  const chat = page.getByRole('region', { name: `Chat with ${name}` });
  await expect(chat.getByRole('textbox', { name: `Message to ${name}` })).toBeFocused();
  return chat;
}

test('two people chat: typing, messages, unread, read and presence', async ({ band }) => {
  const [ana, ben] = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);
  await expect(bandmates(ana.page).getByRole('button', { name: 'Ben online' })).toBeVisible();

  const anas = await openChat(ana.page, 'Ben');
  await test.step('a message arrives and counts as unread', async () => {
    await ana.page.keyboard.type('v3 <b>rough</b> is up');
    await ana.page.keyboard.press('Shift+Enter');
    await ana.page.keyboard.type('listen from 1:20');
    await ana.page.keyboard.press('Enter');
    await expect(anas.getByRole('article', { name: /^You/ })).toContainText('Delivered');
    await expect(
      bandmates(ben.page).getByRole('button', { name: 'Ana online 1 unread message' }),
    ).toBeVisible();
  });

  const bens = await openChat(ben.page, 'Ana');
  await test.step('opening the chat marks it as read, and the sender sees that', async () => {
    await expect(bens.getByRole('article', { name: /^Ana/ })).toContainText('v3 <b>rough</b> is up');
    await expect(bandmates(ben.page).getByRole('button', { name: 'Ana online', exact: true })).toBeVisible();
    await expect(anas.getByRole('article', { name: /^You/ })).toContainText('Read');
  });

  await test.step('typing is shown, and ends when the message is sent', async () => {
    await ben.page.keyboard.type('oh y');
    await expect(anas.getByText('Ben is typing…')).toBeVisible();
    await ben.page.keyboard.type('es');
    await ben.page.keyboard.press('Enter');
    await expect(anas.getByRole('article', { name: /^Ben/ })).toContainText('oh yes');
    await expect(anas.getByText('Ben is typing…')).toHaveCount(0);
  });

  await test.step('an unsent draft is kept', async () => {
    await ben.page.keyboard.type('and the bri');
    await ben.page.keyboard.press('Escape');
    await expect(bens).toHaveCount(0);
    await openChat(ben.page, 'Ana');
    await expect(bens.getByRole('textbox')).toHaveValue('and the bri');
  });

  await test.step('there are no accessibility violations', async () => {
    expect(await findAccessibilityViolations(ana.page)).toEqual([]);
  });

  await test.step('a killed app is offline, and messages to it wait on the server', async () => {
    await ben.kill();
    await expect(bandmates(ana.page).getByRole('button', { name: 'Ben offline' })).toBeVisible({
      timeout: 60_000,
    });
    await ana.page.keyboard.type('good night');
    await ana.page.keyboard.press('Enter');
    await expect(anas.getByRole('article', { name: /^You/ }).last()).toContainText('Delivered');
  });
});

test('a message written offline is sent when the server is back', async ({ band }) => {
  const ana = await band.openApp(band.ana);
  const chat = await openChat(ana.page, 'Ben');
  await ana.page.keyboard.type('one');
  await ana.page.keyboard.press('Enter');
  await expect(chat.getByRole('article')).toContainText('Delivered');
  await band.server.stop();
  await expect(ana.page.getByRole('status', { name: 'Connection: Offline' })).toBeVisible({
    timeout: 60_000,
  });
  await ana.page.keyboard.type('two');
  await ana.page.keyboard.press('Enter');
  await expect(chat.getByRole('article').last()).toContainText('Will send when you’re online');
  await band.server.start();
  await expect(chat.getByRole('article').last()).toContainText('Delivered', { timeout: 60_000 });
  await expect(chat.getByRole('article')).toHaveCount(2);
});

test('scrolling up loads earlier messages without moving the ones in view', async ({ band }) => {
  const { id: conversationId } = await band.ana.command('conversation.open', { userId: band.ben.account.id });
  for (let number = 1; number <= 110; number += 1) {
    const writer = number % 2 === 0 ? band.ana : band.ben;
    await writer.command('message.send', { id: newId(), conversationId, text: `line ${number}` });
  }
  const { page } = await band.openApp(band.ana);
  const chat = await openChat(page, 'Ben');
  const line = (number: number) => chat.getByText(`line ${number}`, { exact: true });
  await expect(line(110)).toBeInViewport();
  const messages = chat.getByRole('region', { name: 'Messages with Ben' });
  const topLine = () =>
    messages.evaluate((list) => {
      const edge = list.getBoundingClientRect().top;
      const lines = [...list.querySelectorAll('article p')];
      const first = lines.find((text) => text.getBoundingClientRect().bottom > edge);
      return Number(first?.textContent.replace('line ', ''));
    });

  await messages.hover();
  const tops = [await topLine()];
  await expect
    .poll(
      async () => {
        await page.mouse.wheel(0, -200);
        tops.push(await topLine());
        return tops.at(-1);
      },
      { intervals: [50], timeout: 60_000 },
    )
    .toBe(1);
  // About six lines per step; if loading moved the messages in view, it would be fifty.
  const steps = tops.slice(1).map((top, index) => Math.abs(top - (tops[index] ?? top)));
  expect(Math.max(...steps)).toBeLessThan(25);
  await chat.getByRole('button', { name: 'Newest', exact: true }).click();
  await expect(line(110)).toBeInViewport();
});

test('a chat without a shared project is read-only', async ({ band }) => {
  const cy = await registerUser(band.server, { name: 'Cy' });
  const invitation = await band.ana.command('project.invite', {
    id: newId(),
    projectId: band.projectId,
    email: cy.email,
    role: 'MEMBER',
  });
  await cy.command('invitation.accept', { token: invitation.token });
  const ana = await band.openApp(band.ana);
  await openChat(ana.page, 'Cy');
  await ana.page.keyboard.type('welcome');
  await ana.page.keyboard.press('Enter');
  const chat = ana.page.getByRole('region', { name: 'Chat with Cy' });
  await expect(chat.getByRole('article')).toContainText('Delivered');
  await band.ana.command('member.remove', { projectId: band.projectId, userId: cy.account.id });
  await expect(chat.getByText('no longer share a project')).toBeVisible();
  await expect(chat.getByRole('article')).toContainText('welcome');
  await expect(chat.getByRole('textbox')).toHaveCount(0);
});

test('notifications are counted, open the exact cut, and can all be marked as read', async ({ band }) => {
  const [vibeId, first, second] = [newId(), newId(), newId()];
  const ana = await band.openApp(band.ana);
  const bell = ana.page.getByRole('button', { name: /^Notifications/ });
  // Ben's joining is a notification too. Where the new songs are listed, their rows would be the news.
  await expect(bell).toHaveAccessibleName('Notifications, 1 unread');
  await ana.page.getByRole('link', { name: 'All activity' }).click();
  await band.ben.command('vibe.create', { id: vibeId, projectId: band.projectId, name: 'Ideas' });
  await band.ben.command('cut.create', { id: first, vibeId, name: 'Hum' });
  await band.ben.command('cut.create', { id: second, vibeId, name: 'Hum, slower' });
  await expect(bell).toHaveAccessibleName('Notifications, 3 unread');
  await bell.click();
  const list = ana.page.getByRole('region', { name: 'List of notifications' });
  expect(await findAccessibilityViolations(ana.page)).toEqual([]);
  await list
    .getByRole('button', { name: /^New song, unread: .*Hum/ })
    .last()
    .click();
  await expect.poll(() => new URL(ana.page.url()).hash).toBe(`#/projects/${band.projectId}/cuts/${first}`);
  await expect(bell).toHaveAccessibleName('Notifications, 2 unread');
  await bell.click();
  await ana.page.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(bell).toHaveAccessibleName('Notifications');
});

test('activity is dismissed, one or all, and restored by undo', async ({ band }) => {
  const [ideas, songs] = [newId(), newId()];
  await band.ben.command('vibe.create', { id: ideas, projectId: band.projectId, name: 'Ideas' });
  await band.ben.command('vibe.create', { id: songs, projectId: band.projectId, name: 'Songs' });
  const { page } = await band.openApp(band.ana);
  await page.getByRole('link', { name: 'All activity' }).click();
  const feed = page.getByRole('region', { name: 'All activity' });
  const one = feed.getByRole('article', { name: 'Ben created Ideas' });
  await expect(one).toBeVisible();
  const all = await feed.getByRole('article').count();

  await test.step('one, with the keyboard', async () => {
    await one.getByRole('button', { name: /^Dismiss/ }).focus();
    await page.keyboard.press('Enter');
    await expect(one).toHaveCount(0);
    await expect(feed.getByRole('button', { name: /^Dismiss: / }).and(page.locator(':focus'))).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(one).toBeVisible();
  });

  await test.step('all', async () => {
    await page.getByRole('button', { name: 'Dismiss all' }).click();
    await expect(feed.getByRole('article')).toHaveCount(0);
    await page.reload();
    await page.getByRole('link', { name: 'All activity' }).click();
    await expect(feed.getByText('No activity yet')).toBeVisible();
    await band.ben.command('vibe.create', { id: newId(), projectId: band.projectId, name: 'Harbour' });
    await expect(feed.getByRole('article')).toHaveCount(1);
    await page.getByRole('button', { name: 'Dismiss all' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(feed.getByRole('article')).toHaveCount(1);
    expect(all).toBeGreaterThan(1);
  });
  expect(await findAccessibilityViolations(page)).toEqual([]);
});
