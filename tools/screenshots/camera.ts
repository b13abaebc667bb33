import { join } from 'node:path';
import type { Page } from '@playwright/test';

const images = join(import.meta.dirname, '../../docs/images');

/** Writes docs/images/<name>.png. */
export type Camera = (name: string) => Promise<void>;

/** A dark window of 1280 × 800 without animations. */
export async function createCamera(page: Page): Promise<Camera> {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1280, height: 800 });
  return async (name) => {
    await page.screenshot({ path: join(images, `${name}.png`) });
  };
}
