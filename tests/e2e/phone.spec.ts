import type { Page } from '@playwright/test';
import { musicFile } from '../helpers/music-files.ts';
import { until } from '../helpers/until.ts';
import { newCut, upload } from '../helpers/uploads.ts';
import { findAccessibilityViolations } from './actions.ts';
import { expect, test } from './web.ts';

const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

/** The controls in sight that a finger could miss. */
function findSmall(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll(
        'button:not(.absolute, .inline, [data-small]), [role=tab], [role=menuitem]',
      ),
    ]
      .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
      .map((one) => ({
        name: one.getAttribute('aria-label') ?? one.textContent,
        box: one.getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width > 0 && (box.width < 43.5 || box.height < 43.5))
      .map(({ name, box }) => `${name}: ${box.width} × ${box.height}`),
  );
}

test('a phone plays the compressed copy, says so, and is at the lossless file by a tap', async ({
  band,
  web,
}) => {
  const { file } = await upload(
    { server: band.server, user: band.ana },
    musicFile(undefined, { seconds: 8 }),
    newCut(band.projectId, 'Harbour', { name: 'Harbour' }),
    { name: 'Harbour v1.wav' },
  );
  await until(async () => {
    const { body } = await band.ana.request('GET', `/api/projects/${band.projectId}`);
    return JSON.stringify(body).includes('compressedSize');
  });
  const page = await web.signIn(band.ana, `/#/projects/${band.projectId}/cuts/${file.cutId}`, phone);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));

  await test.step('the choice is in the settings of the browser', async () => {
    await page.goto(`${band.server.url}/#/settings`);
    const settings = page.getByRole('dialog', { name: 'Settings' });
    await settings.getByRole('tab', { name: 'Sound' }).tap();
    await settings
      .getByRole('group', { name: 'Sound away from the app' })
      .getByRole('radio', { name: 'Compressed' })
      .tap();
    await page.keyboard.press('Escape');
    await expect(settings).toHaveCount(0);
    await page.goto(`${band.server.url}/#/projects/${band.projectId}/cuts/${file.cutId}`);
  });

  await test.step('it plays, and the lock screen knows what', async () => {
    await page.getByRole('button', { name: 'Play Harbour' }).first().tap();
    const label = page.getByRole('button', { name: 'Compressed copy: hear the lossless file' });
    await expect(label).toBeVisible();
    expect(asked).toContain(`/media/${file.id}/listen`);
    await expect
      .poll(() =>
        page.evaluate(() => {
          const { metadata, playbackState } = navigator.mediaSession;
          return [metadata?.title, playbackState, metadata?.artwork.length];
        }),
      )
      .toEqual(['Harbour, v1', 'playing', 1]);
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await label.tap();
    await expect(label).toHaveCount(0);
    await expect.poll(() => asked.includes(`/media/${file.id}`)).toBe(true);
  });

  await test.step('a tap in the waveform moves the play-head, and a finger that scrolls doesn’t', async () => {
    const wave = page.getByRole('slider', { name: /^Position in Harbour/ }).first();
    await page
      .getByRole('region', { name: 'Player' })
      .getByRole('button', { name: /^Pause/ })
      .tap();
    const { x, y, width, height } = (await wave.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.touchscreen.tap(x + width / 2, y + height / 3);
    await expect(wave).toHaveAttribute('aria-valuenow', '4');
  });

  await test.step('everything can be hit, and nothing is wider than the phone', async () => {
    expect(await findSmall(page)).toEqual([]);
    await page.goto(`${band.server.url}/#/projects/${band.projectId}`);
    await expect(page.getByRole('heading', { name: band.projectName })).toBeVisible();
    expect(await findSmall(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });

  await test.step('the browser finds nothing wrong with the manifest', async () => {
    const session = await page.context().newCDPSession(page);
    const { url, errors } = await session.send('Page.getAppManifest');
    expect([url, errors]).toEqual([`${band.server.url}/manifest.webmanifest`, []]);
    for (const name of ['icon-192.png', 'icon-512.png', 'icon-maskable-512.png', 'apple-touch-icon.png']) {
      const icon = await page.request.get(`${band.server.url}/${name}`);
      expect([name, icon.status(), icon.headers()['content-type']]).toEqual([name, 200, 'image/png']);
    }
  });
});
