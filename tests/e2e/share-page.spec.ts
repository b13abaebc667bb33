import { chromium, type Page } from '@playwright/test';
import { findChromium } from '../../tools/electron-host/chromium/find-chromium.ts';
import { sine, writePcm } from '../helpers/pcm.ts';
import { newCut, upload } from '../helpers/uploads.ts';
import { findAccessibilityViolations } from './actions.ts';
import { type Band, expect, test } from './band.ts';

const hostileName = '<img src=x onerror="window.evil=1"><script>window.evil=1</script>.wav';

/** Other names that may break a page: unbreakable, right to left, invisible, several code points per character. */
const unusualNames = [
  `${'W'.repeat(190)}.wav`,
  '\u202Emixdown \u05d0\u05d1.wav',
  '\u200b\u2060ghost\u200b.wav',
  '🎛️👩‍👩‍👧‍👦 Night.wav',
];

async function share({ server, ana, projectId }: Band, name: string, body: object = {}) {
  const bytes = writePcm('wav-16', sine(3, { sampleRate: 44_100 }));
  const { file } = await upload({ server, user: ana }, bytes, newCut(projectId, name), { name });
  const { status, body: made } = await ana.request('POST', `/api/files/${file.id}/share`, body);
  expect(status).toBe(201);
  return made as { id: string; shareUrl: string };
}

/** The page has no accessibility violations and is not wider than the window. */
async function expectGood(page: Page): Promise<void> {
  expect(await findAccessibilityViolations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
}

/** Plays from the middle, which needs a range request. Resolves to the duration once playback has advanced. */
const playFromMiddle = (page: Page) =>
  page.locator('audio').evaluate(async (element) => {
    const audio = element as HTMLAudioElement;
    audio.muted = true;
    await audio.play();
    audio.currentTime = 1.5;
    await new Promise<void>((resolve, reject) => {
      audio.ontimeupdate = () => audio.currentTime > 1.6 && resolve();
      audio.onerror = () => reject(new Error(audio.error?.message));
    });
    audio.pause();
    return audio.duration;
  });

/** How many colours cover a good part of the waveform. */
const countTones = (page: Page) =>
  page.evaluate(() => {
    const canvas = document.querySelector('canvas') as HTMLCanvasElement;
    const { width, height } = canvas;
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, width, height) ?? { data: [] };
    const counts = new Map<string, number>();
    let drawn = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] !== 255) continue;
      const tone = `${data[at]},${data[at + 1]},${data[at + 2]}`;
      counts.set(tone, (counts.get(tone) ?? 0) + 1);
      drawn += 1;
    }
    // Edges are blended; the two tones are the ones that cover something.
    return [...counts.values()].filter((count) => count > drawn / 20).length;
  });

for (const look of [
  { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { colorScheme: 'light', viewport: { width: 380, height: 700 } },
] as const) {
  test(`a shared file opens in a plain browser, ${look.colorScheme}, ${look.viewport.width} wide`, async ({
    band,
  }) => {
    const executablePath = findChromium(process.env);
    await using browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ['--no-sandbox'],
    });
    const page = await browser.newPage(look);
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (line) => {
      if (/Content Security Policy/.test(line.text())) complaints.push(line.text());
    });
    const title = (name: string) => page.getByRole('heading', { name, exact: true });

    await test.step('it plays and downloads', async () => {
      const { shareUrl } = await share(band, 'sunset mix 7.wav');
      await page.goto(shareUrl);
      await expect(title('sunset mix 7.wav')).toBeVisible();
      expect(await playFromMiddle(page)).toBeCloseTo(3, 1);
      const downloading = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Download' }).click();
      expect((await downloading).suggestedFilename()).toBe('sunset mix 7.wav');
      await expectGood(page);
    });

    await test.step('it looks like the app: its colours, its typeface, its waveform in two tones', async () => {
      // Its waveform may not be measured yet.
      await expect.poll(() => countTones(page), { timeout: 60_000 }).toBe(2);
      const { ground, font } = await page.evaluate(() => {
        const style = getComputedStyle(document.body);
        return { ground: style.backgroundColor, font: style.fontFamily };
      });
      expect(ground).toBe(look.colorScheme === 'dark' ? 'oklch(0.192 0.004 70)' : 'oklch(0.972 0.003 80)');
      expect(font).toContain('Inter Variable');
      expect(await page.evaluate(() => document.fonts.check('13px "Inter Variable"'))).toBe(true);
    });

    await test.step('its waveform is played and sought by keyboard', async () => {
      const position = page.getByRole('slider', { name: 'Position in sunset mix 7.wav' });
      await position.press('Home');
      await expect(position).toHaveAttribute('aria-valuetext', '0:00 of 0:03');
      await page.keyboard.press('End');
      await expect(position).toHaveAttribute('aria-valuetext', '0:03 of 0:03');
      await page.keyboard.press('Home');
      await page.keyboard.press('Space');
      await expect(page.getByRole('button', { name: 'Pause sunset mix 7.wav' })).toBeVisible();
      await page.getByRole('button', { name: 'Pause sunset mix 7.wav' }).click();
      await expect(page.getByRole('button', { name: 'Play sunset mix 7.wav' })).toBeVisible();
    });

    await test.step('a theme chosen in the app applies here too', async () => {
      const other = look.colorScheme === 'dark' ? 'light' : 'dark';
      await page.evaluate((theme) => localStorage.setItem('bandmate.theme', theme), other);
      await page.reload();
      await expect(page.locator('html')).toHaveAttribute('data-theme', other);
      await expect(page.locator('body')).toHaveCSS(
        'background-color',
        other === 'dark' ? 'oklch(0.192 0.004 70)' : 'oklch(0.972 0.003 80)',
      );
      await page.evaluate(() => localStorage.removeItem('bandmate.theme'));
    });

    await test.step('a password is asked for, by keyboard alone', async () => {
      const { shareUrl } = await share(band, 'secret.wav', { password: 'open sesame' });
      await page.goto(shareUrl);
      const field = page.getByLabel('Password');
      await expect(field).toBeFocused();
      await expect(page.locator('audio')).toHaveCount(0);
      await expectGood(page);
      await page.keyboard.type('no such word');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('alert')).toHaveText('That password is wrong.');
      await expectGood(page);
      await page.keyboard.type('open sesame');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('link', { name: 'Download' })).toBeVisible();
      await expect(page.getByRole('alert')).toHaveText('');
      await playFromMiddle(page);
    });

    await test.step('a hostile name is shown as text', async () => {
      const { shareUrl } = await share(band, hostileName);
      await page.goto(shareUrl);
      await expect(title(hostileName)).toBeVisible();
      await playFromMiddle(page);
      expect(await page.evaluate(() => Reflect.get(window, 'evil'))).toBeUndefined();
      await expectGood(page);
    });

    await test.step('an unusual name is shown unchanged and doesn’t break the page', async () => {
      for (const name of unusualNames) {
        const { shareUrl } = await share(band, name);
        await page.goto(shareUrl);
        await expect.poll(() => page.getByRole('heading').textContent()).toBe(name);
        await expectGood(page);
      }
    });

    await test.step('a revoked link says so and shows nothing', async () => {
      const { id, shareUrl } = await share(band, 'revoked.wav');
      await band.ana.request('DELETE', `/api/shares/${id}`);
      await page.goto(shareUrl);
      await expect(title('This link has expired')).toBeVisible();
      await expect(page.getByRole('link')).toHaveCount(0);
      await expect(page.locator('body')).not.toContainText('revoked.wav');
      await expectGood(page);
    });

    expect(complaints).toEqual([]);
  });
}
