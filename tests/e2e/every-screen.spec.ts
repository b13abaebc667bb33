import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, expect, test } from '@playwright/test';
import { findChromium } from '../../tools/electron-host/chromium/find-chromium.ts';
import { serveScenes } from '../fixtures/renderer/scene-page.ts';
import { shots } from '../fixtures/renderer/shots.ts';
import { findAccessibilityViolations } from './actions.ts';

/** Every screen and state of the gallery (tools/screenshots/gallery.ts), from scripted scenes in a plain browser. */
let folder: string;
let scenes: Awaited<ReturnType<typeof serveScenes>>;
let browser: Browser;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bandmate-scenes-'));
  scenes = await serveScenes(folder);
  const executablePath = findChromium(process.env);
  browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox'],
  });
});

test.afterAll(async () => {
  await browser?.close();
  await scenes?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Screens of one test, so that both workers have some. */
const atOnce = 16;

for (let from = 0; from < shots.length; from += atOnce)
  test(`screens ${from + 1} to ${Math.min(shots.length, from + atOnce)} have no accessibility violations and fit, dark and light`, async () => {
    const context = await browser.newContext({
      colorScheme: 'dark',
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
      bypassCSP: true,
    });
    for (const shot of shots.slice(from, from + atOnce))
      await test.step(shot.name, async () => {
        const page = await context.newPage();
        await page.goto(`${scenes.url}?scene=${shot.scene}`);
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
        await page.close();
      });
    await context.close();
  });
