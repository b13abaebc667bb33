import type { Page } from '@playwright/test';
import { sine, writePcm } from '../helpers/pcm.ts';
import { upload } from '../helpers/uploads.ts';
import { findAccessibilityViolations } from './actions.ts';
import { openThree } from './three.ts';
import { expect, test } from './web.ts';

const strip = (page: Page) => page.getByRole('region', { name: 'Listening together' });
const isPlaying = (page: Page) =>
  expect(page.getByRole('button', { name: /^Pause Harbour/ }).first()).toBeVisible({ timeout: 10_000 });
const isPaused = (page: Page) =>
  expect(page.getByRole('button', { name: /^Play Harbour/ }).first()).toBeVisible();

/**
 * How far the playhead of the waveform is ahead of the wall clock, in milliseconds. The line moves by whole pixels, so it
 * is most ahead at the moment in which it moves, half a pixel early.
 */
async function readAhead(page: Page): Promise<number> {
  return (await page.evaluate(`(async () => {
    const slider = document.querySelector('[role=slider][aria-label*=", v"]');
    const line = slider.querySelector('.border-playhead');
    const seconds = Number(slider.getAttribute('aria-valuemax')) / line.offsetWidth;
    const end = performance.now() + 1500;
    let most = -Infinity;
    while (performance.now() < end) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const pixels = Number(/translateX\\((.+)px\\)/.exec(line.style.transform)[1]);
      most = Math.max(most, (pixels - 0.5) * seconds * 1000 - (performance.timeOrigin + performance.now()));
    }
    return most;
  })()`)) as number;
}

async function spread(pages: Page[]): Promise<number> {
  const ahead = await Promise.all(pages.map(readAhead));
  return Math.max(...ahead) - Math.min(...ahead);
}

test('two apps and a browser listen together, whoever leads, and go on when the one who began is gone', async ({
  band,
  web,
}) => {
  const { ana, ben, cy, killBen } = await openThree(band, web);
  const { body } = await band.ana.request('GET', `/api/projects/${band.projectId}`);
  const cutId = body.vibes[0].cuts[0].id;
  const bytes = writePcm('wav-16', sine(20, { sampleRate: 8_000, level: 0.5 }));
  await upload(
    { server: band.server, user: band.ana },
    bytes,
    { kind: 'cut', cutId },
    { name: 'Harbour v2.wav' },
  );

  await test.step('one starts with the keyboard, and the others see it and join', async () => {
    for (const page of [ana, ben]) await page.getByRole('row', { name: /^Song Harbour v1/ }).press('Enter');
    await ben.getByRole('button', { name: 'Listen together' }).first().press('Enter');
    await expect(strip(ben)).toContainText('Only you so far.');
    for (const page of [ana, cy]) {
      await page.getByRole('button', { name: /^Join: Ben .*listening to Harbour v1/ }).click();
      await expect(strip(page)).toContainText('Listening with');
    }
    await expect(strip(ben)).toContainText('Listening with Ana and Cy');
    expect(await findAccessibilityViolations(ana)).toEqual([]);
  });

  await test.step('they hear the same moment', async () => {
    await ana.keyboard.press('Space');
    for (const page of [ana, ben, cy]) await isPlaying(page);
    await expect.poll(() => spread([ana, ben, cy]), { timeout: 10_000 }).toBeLessThan(50);
  });

  await test.step('anybody seeks, switches, pauses and points', async () => {
    await cy.keyboard.press('ArrowRight');
    await expect(strip(ana)).toContainText('Cy went to');
    await ben.keyboard.press(']');
    for (const page of [ana, cy])
      await expect(page.getByRole('button', { name: /^Show v2/ })).toHaveAttribute('aria-pressed', 'true');
    await ana.keyboard.press('Space');
    for (const page of [ana, ben, cy]) await isPaused(page);
    await ben.getByRole('slider', { name: /^Position in Harbour v1, v2/ }).hover();
    await expect(cy.locator('[data-pointer]')).toContainText('Ben');
  });

  await test.step('the one who began is gone, and the others go on', async () => {
    await cy.keyboard.press('Space');
    await isPlaying(ana);
    await killBen();
    await expect(strip(ana)).toContainText('Listening with Cy');
    await ana.getByRole('button', { name: 'Leave' }).click();
    await isPlaying(ana);
    await isPlaying(cy);
    await expect(strip(cy)).toContainText('Only you so far.');
  });
});
