import { expect } from '@playwright/test';
import { shots } from '../fixtures/renderer/shots.ts';
import { findAccessibilityViolations } from './actions.ts';
import { test } from './scenes.ts';

/** Screens and states of the gallery (tools/screenshots/gallery.ts) in one test, so that both workers have some. */
const atOnce = 8;

for (let from = 0; from < shots.length; from += atOnce)
  test(`screens ${from + 1} to ${Math.min(shots.length, from + atOnce)} have no accessibility violations and fit, dark and light`, async ({
    scenesUrl,
    plainBrowser,
  }) => {
    const context = await plainBrowser.newContext({
      colorScheme: 'dark',
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
      bypassCSP: true,
    });
    await context.addInitScript(() => {
      document.addEventListener('transitionrun', () => {
        document.documentElement.dataset.moved = 'true';
      });
    });
    for (const shot of shots.slice(from, from + atOnce))
      await test.step(shot.name, async () => {
        const page = await context.newPage();
        await page.goto(`${scenesUrl}?scene=${shot.scene}`);
        await page.locator('#root > *').first().waitFor();
        await shot.act?.(page);
        for (const [colorScheme, width] of [
          ['dark', 1280],
          ['light', 760],
        ] as const) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 800 });
          const what = `${shot.name}, ${colorScheme}, ${width} wide`;
          // Another theme changes nothing but colours.
          const only = colorScheme === 'light' ? 'color-contrast' : undefined;
          expect.soft(await findAccessibilityViolations(page, only), what).toEqual([]);
          const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
          expect.soft(isWide, `${what}: wider than the window`).toBe(false);
        }
        expect
          .soft(await page.locator('[data-moved]').count(), `${shot.name}: moves in spite of reduced motion`)
          .toBe(0);
        await page.close();
      });
    await context.close();
  });
