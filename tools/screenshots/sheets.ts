import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright';

const sheetWidth = 1560;

/** How many pictures of this width are side by side, and below each other. */
const layoutOf = (width: number) => (width <= 380 ? { columns: 4, rows: 1 } : { columns: 2, rows: 2 });

/** Lays out the pictures of one width and theme on sheets of about four: `sheet-1280-dark-01.png`. */
export async function makeSheets(
  browser: Browser,
  folder: string,
  names: readonly string[],
  widths: readonly number[],
  themes: readonly string[],
): Promise<void> {
  const page = await browser.newPage({ viewport: { width: sheetWidth, height: 800 } });
  for (const width of widths)
    for (const theme of themes) {
      const { columns, rows } = layoutOf(width);
      const files = names
        .map((name) => `${name}-${width}-${theme}.png`)
        .filter((file) => existsSync(join(folder, file)));
      for (let at = 0; at < files.length; at += columns * rows) {
        const number = String(at / (columns * rows) + 1).padStart(2, '0');
        const figures = files
          .slice(at, at + columns * rows)
          .map((file) => `<figure><figcaption>${file}</figcaption><img src="${file}"></figure>`);
        const html = join(folder, 'sheet.html');
        await writeFile(
          html,
          `<style>body{margin:0;display:grid;grid-template-columns:repeat(${columns},1fr);gap:6px;background:#777;font:11px sans-serif}figure{margin:0}img{width:100%;display:block}</style>${figures.join('')}`,
        );
        await page.goto(pathToFileURL(html).href);
        await page.screenshot({
          path: join(folder, `sheet-${width}-${theme}-${number}.png`),
          fullPage: true,
        });
      }
    }
  await page.close();
}
