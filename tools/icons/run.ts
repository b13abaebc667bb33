import { readFile, writeFile } from 'node:fs/promises';
import { chromium } from 'playwright';
import { findChromium } from '../electron-host/chromium/find-chromium.ts';

/**
 * Draws the icons of the installed page from `renderer/public/icon.svg`. Run it after a change of that file:
 *
 *     node tools/icons/run.ts
 */
const folder = new URL('../../renderer/public/', import.meta.url);
const svg = await readFile(new URL('icon.svg', folder), 'utf8');

/** Systems cut maskable icons into their own shape: the middle 80 % are kept. So the ground fills them, and the bars are smaller. */
const filled = svg
  .replace('rx="7"', '')
  .replace('<g fill="#fff">', '<g fill="#fff" transform="translate(4.8 4.8) scale(.7)">');

const icons = [
  { name: 'icon-192.png', size: 192, drawing: svg },
  { name: 'icon-512.png', size: 512, drawing: svg },
  { name: 'icon-maskable-512.png', size: 512, drawing: filled },
  { name: 'apple-touch-icon.png', size: 180, drawing: filled },
];

const executablePath = findChromium(process.env);
const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
for (const { name, size, drawing } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>*{margin:0}svg{display:block;width:100vw;height:100vh}</style>${drawing}`);
  await writeFile(new URL(name, folder), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
