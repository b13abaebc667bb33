import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { type Browser, chromium } from 'playwright';
import { findChromium } from '../electron-host/chromium/find-chromium.ts';
import { type SizedPng, toIcns, toIco } from './containers.ts';

/**
 * Draws the icons of the installed page and of the packaged app from `renderer/public/icon.svg`. Run it after a change of
 * that file:
 *
 *     node tools/icons/run.ts
 */
const page = new URL('../../renderer/public/', import.meta.url);
const resources = new URL('../packages/app/resources/', import.meta.url);
const svg = await readFile(new URL('icon.svg', page), 'utf8');

/** Systems cut maskable icons into their own shape: the middle 80 % are kept. So the ground fills them, and the bars are smaller. */
const filled = svg
  .replace('rx="7"', '')
  .replace('<g fill="#fff">', '<g fill="#fff" transform="translate(4.8 4.8) scale(.7)">');

/** Apple's template: 824 of 1024 pixels, with room for a shadow around. */
const inset = svg.replace('viewBox="0 0 32 32"', 'viewBox="-3.9 -3.9 39.8 39.8"');

const executablePath = findChromium(process.env);
const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });

await writeFile(new URL('icon-192.png', page), await draw(browser, svg, 192));
await writeFile(new URL('icon-512.png', page), await draw(browser, svg, 512));
await writeFile(new URL('icon-maskable-512.png', page), await draw(browser, filled, 512));
await writeFile(new URL('apple-touch-icon.png', page), await draw(browser, filled, 180));

await mkdir(new URL('icons/', resources), { recursive: true });
for (const { size, png } of await drawAll(svg, [16, 24, 32, 48, 64, 128, 256, 512])) {
  await writeFile(new URL(`icons/${size}x${size}.png`, resources), png);
}
const windows = await drawAll(svg, [16, 20, 24, 32, 40, 48, 64, 256]);
await writeFile(new URL('icon.ico', resources), toIco(windows));
const apple = await drawAll(inset, [16, 32, 64, 128, 256, 512, 1024]);
await writeFile(new URL('icon.icns', resources), toIcns(apple));
await browser.close();

async function drawAll(drawing: string, sizes: readonly number[]): Promise<SizedPng[]> {
  const pictures: SizedPng[] = [];
  for (const size of sizes) pictures.push({ size, png: await draw(browser, drawing, size) });
  return pictures;
}

async function draw(browser: Browser, drawing: string, size: number): Promise<Buffer> {
  const canvas = await browser.newPage({ viewport: { width: size, height: size } });
  await canvas.setContent(`<style>*{margin:0}svg{display:block;width:100vw;height:100vh}</style>${drawing}`);
  const png = await canvas.screenshot({ omitBackground: true });
  await canvas.close();
  return png;
}
