import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, test as base } from '@playwright/test';
import { serveScenes } from '../fixtures/renderer/scene-page.ts';
import { launchBrowser } from '../helpers/browser.ts';

/** Scripted scenes of the screens, served to a plain browser: both are shared by all tests of a worker. */
export const test = base.extend<object, { scenesUrl: string; plainBrowser: Browser }>({
  scenesUrl: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what it needs here
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'bandmate-scenes-'));
      const scenes = await serveScenes(folder);
      await use(scenes.url);
      await scenes.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker' },
  ],
  plainBrowser: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what it needs here
    async ({}, use) => {
      const browser = await launchBrowser();
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
});
