import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright';
import { serveScenes } from '../../tests/fixtures/renderer/scene-page.ts';
import { type Shot, shots } from '../../tests/fixtures/renderer/shots.ts';
import { runAxe } from '../../tests/helpers/axe.ts';
import { launchBrowser } from '../../tests/helpers/browser.ts';
import { makeSheets } from './sheets.ts';

/**
 * Takes a picture of every screen and state, with little, much and no content, at six widths, dark and light, from
 * scripted scenes in a plain browser, and lays them out on contact sheets. Runs axe on each. Exits with 1 if axe, the
 * content policy or the page reports a problem, or a page is wider than its window.
 *
 *     node tools/screenshots/gallery.ts --out FOLDER [--only band,offline] [--widths 380,1280] [--themes dark] [--no-axe] [--touch]
 */
const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    only: { type: 'string' },
    widths: { type: 'string', default: '380,760,1000,1280,1600,2560' },
    themes: { type: 'string', default: 'dark,light' },
    'no-axe': { type: 'boolean', default: false },
    /** As on a phone or tablet. */
    touch: { type: 'boolean', default: false },
  },
});
const { out } = values;
if (out === undefined) throw new Error('--out is missing: the folder for the pictures');

const only = values.only?.split(',');
const widths = values.widths.split(',').map(Number);
const themes = values.themes.split(',') as ('dark' | 'light')[];
const heightOf = (width: number) => (width >= 2560 ? 1440 : width >= 1600 ? 900 : width >= 1280 ? 800 : 700);

const say = (line: string) => process.stdout.write(`${line}\n`);

/** The number of problems. */
async function shoot(browser: Browser, url: string, shot: Shot, folder: string): Promise<number> {
  let problemCount = 0;
  for (const width of widths) {
    const size = { width, height: heightOf(width) };
    const context = await browser.newContext({
      viewport: size,
      ...(values.touch && { hasTouch: true, isMobile: true }),
      reducedMotion: 'reduce',
      colorScheme: themes[0] ?? null,
    });
    const page = await context.newPage();
    const problems = watchForProblems(page);
    try {
      await page.goto(`${url}?scene=${shot.scene}`);
      await page.locator('#root > *').first().waitFor();
      await shot.act?.(page);
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme });
        // The browser paints the new colours over several frames.
        await page.waitForTimeout(300);
        await page.screenshot({ path: join(folder, `${shot.name}-${width}-${colorScheme}.png`) });
        if (!values['no-axe']) problems.push(...(await axe(page)).map((line) => `${colorScheme}: ${line}`));
      }
      problems.push(...(await overflow(page)));
    } catch (error) {
      problems.push(`the shot failed: ${String(error).split('\n').slice(0, 3).join(' ')}`);
    }
    await context.close();
    for (const problem of problems) say(`${shot.name}-${width}: ${problem}`);
    problemCount += problems.length;
  }
  return problemCount;
}

function watchForProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    // The browser logs the expected 404 for a file without a waveform.
    if (message.location().url.includes('/media/')) return;
    if (message.type() === 'error' || message.type() === 'warning')
      problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`page: ${error.message}`));
  return problems;
}

async function axe(page: Page): Promise<string[]> {
  // Menus are never inside a landmark, so the rule “region” doesn't apply to them.
  const around = await runAxe(page, { exclude: ['[role=menu]'] });
  const menu = (await page.getByRole('menu').count()) > 0;
  const inside = menu
    ? await runAxe(page, { include: ['[role=menu]'] }, { rules: { region: { enabled: false } } })
    : [];
  return [...around, ...inside].map(
    ({ id, help, nodes }) =>
      `axe ${id}: ${help} (${nodes.length}) ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary?.replaceAll('\n', ' ').slice(0, 220)}`,
  );
}

/** Reports a page that scrolls horizontally. */
async function overflow(page: Page): Promise<string[]> {
  const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  return Number(wide) > 0 ? [`the page is ${wide} px wider than the window`] : [];
}

const folder = await mkdtemp(join(tmpdir(), 'bandmate-scenes-'));
await mkdir(out, { recursive: true });
const scenes = await serveScenes(folder);
const browser = await launchBrowser();
try {
  const wanted = shots.filter(({ name }) => !only || only.includes(name));
  let problemCount = 0;
  for (const shot of wanted) problemCount += await shoot(browser, scenes.url, shot, out);
  await makeSheets(
    browser,
    out,
    wanted.map(({ name }) => name),
    widths,
    themes,
  );
  say(`${problemCount} problems`);
  process.exitCode = problemCount === 0 ? 0 : 1;
} finally {
  await browser.close();
  await scenes.close();
  await rm(folder, { recursive: true, force: true });
}
