import type { Locator, Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { sine, writePcm } from '../helpers/pcm.ts';
import { addMember, registerUser } from '../helpers/server.ts';
import { upload } from '../helpers/uploads.ts';
import { findAccessibilityViolations } from './actions.ts';
import { type Band, expect, test } from './band.ts';

const markup = '<img src=x onerror="window.evil=1"><script>window.evil=1</script>';

/** Texts that people put into fields, maliciously or not. */
const texts = [
  { what: 'markup', text: markup },
  { what: 'an unclosed change of text direction', text: '\u202Emixdown \u05d0\u05d1' },
  { what: 'no line break opportunity', text: 'W'.repeat(200) },
  { what: 'emoji', text: '🎛️👩‍👩‍👧‍👦 Night 🎧' },
  { what: 'invisible characters', text: '\u200b\u2060\u200bghost\u200b' },
];
const long = `${'unbreakable'.repeat(45)} end`;

/** Creates one of everything that has a name or a text, with this text. */
async function fill({ server, ana, ben, projectId }: Band, text: string) {
  const [vibeId, cutId, commentId] = [newId(), newId(), newId()];
  await ana.command('vibe.create', { id: vibeId, projectId, name: text });
  await ana.command('cut.create', { id: cutId, vibeId, name: text });
  const bytes = writePcm('wav-16', sine(1));
  const name = `${[...text].slice(0, 190).join('')}.wav`;
  const { file } = await upload({ server, user: ana }, bytes, { kind: 'cut', cutId }, { name });
  await ben.command('comment.create', { id: commentId, cutId, text: `${text} ${long}`, timestamp: 0.5 });
  await ana.command('reply.create', { id: newId(), commentId, text });
  const { body: conversation } = await ben.request('POST', '/api/chat/conversations', {
    userId: ana.account.id,
  });
  await ben.command('message.send', { id: newId(), conversationId: conversation.id, text });
  return { cutId, file, name };
}

/** No text became an element or a script, the page is not too wide, and there are no accessibility violations. */
async function expectOnlyText(page: Page, where: string): Promise<void> {
  expect(await page.evaluate(() => Reflect.get(window, 'evil')), where).toBeUndefined();
  await expect(page.locator('img[src="x"], body script:not([src])'), where).toHaveCount(0);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${where}: pixels wider than the window`).toBeLessThanOrEqual(0);
  expect(await findAccessibilityViolations(page), where).toEqual([]);
}

const holding = (place: Locator, text: string) => place.getByText(text.trim(), { exact: false }).first();

for (const { what, text } of texts) {
  test(`a name or text with ${what} is shown as plain text everywhere`, async ({ band }) => {
    const guest = await registerUser(band.server, { name: text });
    await addMember(band.ana, guest, band.projectId);
    const { file } = await fill(band, text);
    await band.ana.command('project.update', { id: band.projectId, description: `${text} ${long}` });
    const { page } = await band.openApp(band.ana);
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const grid = page.getByRole('treegrid');

    await test.step('rows, bandmates and activity', async () => {
      await expect(grid.getByRole('row')).toHaveCount(1);
      await expect(holding(grid.getByRole('row'), text)).toBeVisible();
      await expect(holding(page.getByRole('region', { name: 'Bandmates' }), text)).toBeVisible();
      await expect(
        holding(page.getByRole('region', { name: 'Activity in this project' }), text),
      ).toBeVisible();
      await expectOnlyText(page, 'the project');
    });

    await test.step('notifications', async () => {
      await page.keyboard.press('b');
      const list = page.getByRole('region', { name: 'List of notifications' });
      await expect(holding(list, text)).toBeVisible();
      await expectOnlyText(page, 'notifications');
      await page.keyboard.press('Escape');
    });

    await test.step('chat', async () => {
      await page.getByRole('region', { name: 'Bandmates' }).getByRole('button', { name: /^Ben / }).click();
      const chat = page.getByRole('region', { name: 'Chat with Ben' });
      await expect(holding(chat.getByRole('article'), text)).toBeVisible();
      await expectOnlyText(page, 'chat');
      await page.keyboard.press('Escape');
    });

    await test.step('the cut, its comment and reply', async () => {
      await grid.getByRole('row').press('Enter');
      const comment = page.getByRole('article', { name: /^Comment by Ben/ });
      await expect(comment).toContainText(text.trim());
      await expect(comment).toContainText(long);
      await expectOnlyText(page, 'the cut');
    });

    await test.step('search', async () => {
      await page.keyboard.press('Control+k');
      const found = page.getByRole('listbox', { name: 'Results' });
      await expect(page.getByRole('combobox', { name: /^Find/ })).toBeFocused();
      await page.keyboard.type('end');
      // Until the answer arrives, the actions of the song are still shown, pale: they have its name too.
      await expect(found).toHaveAttribute('aria-busy', 'false');
      const comments = found.getByRole('group', { name: 'Comments' });
      await expect(holding(comments, text.slice(0, 100))).toBeVisible();
      await expectOnlyText(page, 'search');
      await page.keyboard.press('Escape');
    });

    await test.step('sharing', async () => {
      await page.getByRole('button', { name: /^Share v1/ }).click();
      await expect(page.getByRole('dialog')).toContainText(file.name);
      await expectOnlyText(page, 'sharing');
      await page.keyboard.press('Escape');
    });

    await test.step('all activity, and a project with such a name', async () => {
      await band.ana.command('project.update', { id: band.projectId, name: text });
      await page.getByRole('link', { name: 'All activity' }).click();
      await expect(
        holding(page.getByRole('region', { name: 'Activity in all projects' }), text),
      ).toBeVisible();
      await expectOnlyText(page, 'everything');
      await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: text.trim() }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText(text.trim());
      await page.setViewportSize({ width: 380, height: 700 });
      await expectOnlyText(page, 'the narrow window');
    });

    expect(dialogs).toEqual([]);
  });
}
