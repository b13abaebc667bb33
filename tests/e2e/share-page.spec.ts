import type { Browser, Locator, Page } from '@playwright/test';
import { launchBrowser } from '../helpers/browser.ts';
import { sine, writePcm } from '../helpers/pcm.ts';
import { newCut, upload } from '../helpers/uploads.ts';
import { findAccessibilityViolations } from './actions.ts';
import { type Band, expect, test } from './band.ts';

const hostileName = '<img src=x onerror="window.evil=1"><script>window.evil=1</script>.wav';

/** Names that may break a page: unbreakable, right to left, invisible, several code points per character. */
const unusualNames = [`${'W'.repeat(190)}.wav`, '\u202Emixdown \u05d0\u05d1.wav', '🎛️👩‍👩‍👧‍👦 Night.wav'];

/** A version of a song of its own. */
async function bounce({ server, ana, projectId }: Band, title: string, name = `${title}.wav`) {
  const bytes = writePcm('wav-16', sine(20, { sampleRate: 44_100 }));
  const target = newCut(projectId, title, { name: title });
  return (await upload({ server, user: ana }, bytes, target, { name })).file;
}

async function share({ ana }: Band, path: string, body: object = {}) {
  const { status, body: made } = await ana.request('POST', `/api/${path}/share`, body);
  expect(status).toBe(201);
  return made as { id: string; shareUrl: string };
}

const openBrowser = (): Promise<Browser> =>
  launchBrowser('--autoplay-policy=no-user-gesture-required', '--mute-audio');

/** The page's errors, and whatever its policy has blocked. */
function watch(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (line) => {
    if (/Content Security Policy/.test(line.text())) complaints.push(line.text());
  });
  return complaints;
}

/** The page has no accessibility violations and is not wider than the window. */
async function expectGood(page: Page): Promise<void> {
  expect(await findAccessibilityViolations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
}

const position = (page: Page): Locator => page.getByRole('slider', { name: /^Position in/ });

test('a guest hears a song by its link and comments, the band sees it live, and revoking it stops the page', async ({
  band,
}) => {
  const { projectId } = await bounce(band, 'Sunset', 'Sunset v1.wav');
  const { page: app } = await band.openApp(band.ana);
  await app.getByRole('row', { name: /^Song Sunset/ }).dblclick();
  await app.getByRole('button', { name: /^Share v1/ }).click();
  const dialog = app.getByRole('dialog', { name: /^Share/ });
  await dialog.getByRole('radio', { name: 'The latest version' }).check();
  await dialog.getByRole('button', { name: 'Create and copy link' }).click();
  const url = await dialog.getByRole('textbox', { name: /^Link/ }).inputValue();
  expect(await findAccessibilityViolations(app)).toEqual([]);
  await app.keyboard.press('Escape');

  await using browser = await openBrowser();
  const page = await browser.newPage({ colorScheme: 'dark', viewport: { width: 1280, height: 800 } });
  const complaints = watch(page);
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1, name: 'Sunset' })).toBeVisible();
  await expect(page.locator('meta[property="og:title"]')).toHaveAttribute('content', 'Sunset');
  await expect(position(page)).toBeVisible({ timeout: 30_000 });
  await expectGood(page);

  // By keyboard: play, seek, pause, and a comment at the playhead.
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause Sunset' })).toBeVisible();
  await expect(position(page)).not.toHaveAttribute('aria-valuenow', '0');
  await page.keyboard.press('k');
  await expect(page.getByRole('button', { name: 'Play Sunset' })).toBeVisible();
  await position(page).press('Home');
  await position(page).press('ArrowRight');
  await expect(position(page)).toHaveAttribute('aria-valuenow', '5');
  await page.keyboard.press('c');
  await page.keyboard.type('More bass');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Zoe');
  await page.keyboard.press('Enter');
  const comments = page.getByRole('region', { name: 'Comments' });
  await expect(comments.getByRole('listitem')).toContainText('More bass');
  await expect(comments.getByRole('button', { name: 'Go to 0:05.0' })).toBeVisible();
  await expectGood(page);

  const inApp = app.getByRole('article').filter({ hasText: 'More bass' });
  await expect(inApp).toContainText('Zoe');
  await expect(inApp).toContainText('Guest');
  const list = await band.ana.request('GET', `/api/projects/${projectId}/shares`);
  expect(list.body).toMatchObject([{ kind: 'song', opens: 1, plays: 1 }]);

  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 360, height: 740 });
  await expectGood(page);
  await page.getByRole('button', { name: 'Play Sunset' }).click();
  await app.getByRole('button', { name: /^Share v1/ }).click();
  await dialog.getByRole('button', { name: /^Revoke the link/ }).click();
  await expect(page.getByRole('heading', { name: 'This link was turned off' })).toBeVisible({
    timeout: 10_000,
  });
  await expect(page.getByRole('button', { name: /Sunset/ })).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('a playlist goes on to its next song, a password keeps everything back, and hostile names are text', async ({
  band,
}) => {
  await using browser = await openBrowser();
  const page = await browser.newPage({ colorScheme: 'light', viewport: { width: 380, height: 700 } });
  const complaints = watch(page);
  const title = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });

  await test.step('a playlist', async () => {
    for (const title of ['One', 'Two']) await bounce(band, title);
    const { shareUrl } = await share(band, `projects/${band.projectId}`, { comments: 'off' });
    await page.goto(shareUrl);
    await expect(title(band.projectName)).toBeVisible();
    await page.getByRole('button', { name: /^1 ?One/ }).click();
    await expect(page.getByRole('button', { name: 'Pause One' })).toBeVisible();
    await position(page).press('End');
    await expect(page.getByRole('button', { name: 'Pause Two' })).toBeVisible();
    await page.getByRole('button', { name: 'Previous song' }).click();
    await expect(page.getByRole('button', { name: 'Pause One' })).toBeVisible();
    await expectGood(page);
  });

  await test.step('a password is asked for, by keyboard alone', async () => {
    const { id } = await bounce(band, 'secret');
    const { shareUrl } = await share(band, `files/${id}`, { password: 'open sesame' });
    await page.goto(shareUrl);
    await expect(page.getByLabel('Password')).toBeFocused();
    await expect(page.locator('body')).not.toContainText('secret');
    await expectGood(page);
    await page.keyboard.type('no such word');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toHaveText('That password is wrong.');
    await page.keyboard.type('open sesame');
    await page.keyboard.press('Enter');
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download secret.wav' }).click();
    expect((await downloading).suggestedFilename()).toBe('secret.wav');
  });

  await test.step('hostile and unusual names are shown as text', async () => {
    for (const name of [hostileName, ...unusualNames]) {
      const { id } = await bounce(band, name.slice(0, 190), name);
      const { shareUrl } = await share(band, `files/${id}`);
      await page.goto(shareUrl);
      await expect(page.getByRole('link', { name: /^Download/ })).toBeVisible();
      expect(await page.evaluate(() => Reflect.get(window, 'evil'))).toBeUndefined();
      await expectGood(page);
    }
  });

  await test.step('a theme chosen in the app applies here too', async () => {
    await page.evaluate(() => localStorage.setItem('bandmate.theme', 'dark'));
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(page.locator('body')).toHaveCSS('background-color', 'oklch(0.192 0.004 70)');
  });
  expect(complaints).toEqual([]);
});
