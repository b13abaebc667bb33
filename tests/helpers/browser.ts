import { type Browser, chromium } from '@playwright/test';
import { findChromium } from '../../tools/electron-host/chromium/find-chromium.ts';
import { hiddenPages } from '../../tools/electron-host/chromium/hidden-pages.ts';

/** Starts the machine's Chromium, else Playwright's, as a browser beside the app. `switches` are more of its switches. */
export function launchBrowser(...switches: string[]): Promise<Browser> {
  const executablePath = findChromium(process.env);
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', `--disable-features=${hiddenPages}`, ...switches],
  });
}
