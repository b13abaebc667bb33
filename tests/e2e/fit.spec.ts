import { type Browser, expect, type Locator, type Page } from '@playwright/test';
import { test } from './scenes.ts';

async function openScene(
  { scenesUrl, plainBrowser }: { scenesUrl: string; plainBrowser: Browser },
  scene: string,
  width: number,
  height: number,
): Promise<Page> {
  const page = await plainBrowser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
  await page.goto(`${scenesUrl}?scene=${scene}`);
  await page.getByRole('treegrid').waitFor();
  return page;
}

/** Lets the scene’s server send an event. */
const happen = (page: Page, event: object) =>
  page.evaluate(
    (sent) =>
      (window as unknown as { scripted: { happen(projectId: string, event: object): void } }).scripted.happen(
        'ep',
        sent,
      ),
    event,
  );

const rename = (page: Page, cutId: string, name: string) =>
  happen(page, { name: 'cut:updated', payload: { cutId, name } });

const isCut = (name: Locator) =>
  name.evaluate((element) =>
    [element, ...element.querySelectorAll('*')].some(
      (part) =>
        !part.classList.contains('sr-only') &&
        part.clientWidth > 0 &&
        getComputedStyle(part).overflowX === 'hidden' &&
        part.scrollWidth > part.clientWidth + 1,
    ),
  );

test('all keys fit a window of 1280 × 800 without scrolling', async ({ scenesUrl, plainBrowser }) => {
  const page = await openScene({ scenesUrl, plainBrowser }, 'band', 1280, 800);
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByText('Switch')).not.toHaveCount(0);
  const hidden = await sheet.evaluate((dialog) => {
    const { top, bottom } = dialog.getBoundingClientRect();
    const scrolls = [...dialog.querySelectorAll('*')].filter(
      (part) => getComputedStyle(part).overflowY === 'auto' && part.scrollHeight > part.clientHeight + 1,
    );
    return { above: top < 0, below: bottom > innerHeight, scrolls: scrolls.length };
  });
  expect(hidden).toEqual({ above: false, below: false, scrolls: 0 });
});

test('in a low window, a menu shows all its entries', async ({ scenesUrl, plainBrowser }) => {
  const page = await openScene({ scenesUrl, plainBrowser }, 'scattered', 1000, 700);
  await page.getByRole('row', { name: /^Song Sunset Groove in / }).press('ArrowRight');
  await page.getByRole('button', { name: 'Options for Sunset Groove v2.wav' }).click({ force: true });
  const entries = page.getByRole('menuitem');
  await expect(entries.first()).toBeInViewport({ ratio: 1 });
  await expect(entries.last()).toBeInViewport({ ratio: 1 });
});

test('the list of notifications is as high as its entries', async ({ scenesUrl, plainBrowser }) => {
  const page = await openScene({ scenesUrl, plainBrowser }, 'chat-names', 1280, 800);
  await page.getByRole('button', { name: /^Notifications/ }).click();
  const list = page.getByRole('region', { name: 'List of notifications' });
  const [around, last] = [list, list.getByRole('listitem').last()].map((part) => part.boundingBox());
  const bottom = async (part: typeof around) => ((await part)?.y ?? 0) + ((await part)?.height ?? 0);
  expect(Math.abs((await bottom(around)) - (await bottom(last)))).toBeLessThan(2);
});

test('a name of 32 characters is whole at 1600 pixels, and the waveforms stay below each other', async ({
  scenesUrl,
  plainBrowser,
}) => {
  const page = await openScene({ scenesUrl, plainBrowser }, 'band', 1600, 900);
  const row = page.getByRole('row', { name: /^Song Late Night/ });
  await rename(page, 'ln1', 'Late Night at the Harbour Lights');
  const name = row.locator('bdi').filter({ hasText: 'Harbour Lights' });
  await expect(name).toBeVisible();
  expect(await isCut(name)).toBe(false);
  const waves = await page
    .locator('[data-wave]')
    .evaluateAll((all) => all.map((wave) => wave.getBoundingClientRect()).map(({ x, width }) => [x, width]));
  expect(waves.length).toBeGreaterThan(2);
  expect(new Set(waves.map(String)).size).toBe(1);
  expect(waves[0]?.[1]).toBeGreaterThan(200);

  await rename(page, 'ln1', 'Late Night');
  await expect(row).toContainText('Late Night');
  const text = (await row.textContent()) ?? '';
  expect(text.match(/Late Night/g), 'the name is there once').toHaveLength(1);
});

for (const name of [
  'Sunset Groove with the long outro and v4 final',
  `${'W'.repeat(30)}_v4_final!`,
  '\u05e9\u05d9\u05e8 \u05e9\u05dc \u05e9\u05e7\u05d9\u05e2\u05d4 '.repeat(3).trim(),
  `${'\ud83c\udf9b\ufe0f\ud83c\udfa7\ud83e\udd41 '.repeat(8)}v4 \ud83c\udfa7\ud83e\udd41`,
])
  test(`a name ends with whole letters or an ellipsis at every width: ${name.slice(0, 12)}`, async ({
    scenesUrl,
    plainBrowser,
  }) => {
    const page = await openScene({ scenesUrl, plainBrowser }, 'band', 1280, 800);
    await rename(page, 'ln1', name);
    const shown = page.getByRole('row').locator('bdi').filter({ hasText: name }).first();
    await expect(shown).toBeVisible();
    const wrong = await shown.evaluate((element) => {
      const place = document.createElement('div');
      document.body.append(place);
      const copy = element.cloneNode(true) as HTMLElement;
      place.append(copy);
      const found: string[] = [];
      /** Also at the beginning, where nothing could be scrolled to. */
      const isOver = (part: Element) => {
        const range = document.createRange();
        range.selectNodeContents(part);
        const [inside, around] = [range.getBoundingClientRect(), part.getBoundingClientRect()];
        return inside.left < around.left - 0.5 || inside.right > around.right + 0.5;
      };
      for (let width = 20; width <= 300; width++) {
        place.style.width = `${width}px`;
        const parts = [copy, ...copy.querySelectorAll('*')].filter(
          (part) =>
            !part.classList.contains('sr-only') &&
            part.clientWidth > 0 &&
            getComputedStyle(part).overflowX === 'hidden',
        );
        if (parts.length === 0) found.push(`${width}: nothing`);
        for (const part of parts)
          if (isOver(part) && getComputedStyle(part).textOverflow !== 'ellipsis')
            found.push(`${width}: ${part.textContent}`);
      }
      return found;
    });
    expect(wrong).toEqual([]);
  });

test('before anything has played, a song’s page has one button that plays', async ({
  scenesUrl,
  plainBrowser,
}) => {
  const page = await openScene({ scenesUrl, plainBrowser }, 'stack', 1280, 800);
  const newest = page.getByRole('button', { name: 'Play the newest bounce' });
  await expect(newest).toBeVisible();
  await page.getByRole('row', { name: /^Song Sunset Groove/ }).press('Enter');
  await expect(page.getByRole('slider', { name: /^Position in / })).toBeVisible();
  await expect(newest).toHaveCount(0);
});

test('at 2560 pixels, a blind test is in the middle of its page', async ({ scenesUrl, plainBrowser }) => {
  const page = await openScene({ scenesUrl, plainBrowser }, 'stack', 2560, 1440);
  await page.getByRole('row', { name: /^Song Sunset Groove/ }).press('Enter');
  await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
  await page.keyboard.press('Shift+A');
  const compare = page.getByRole('region', { name: /^Compare versions/ });
  await expect(compare).toBeVisible();
  await page.keyboard.press('h');
  const first = compare.getByRole('region', { name: 'Version X' });
  await expect(first).toBeVisible();
  const [around, top, bottom] = await Promise.all(
    [compare, first, compare.getByRole('button', { name: 'Reveal' })].map((part) => part.boundingBox()),
  );
  if (!around || !top || !bottom) throw new Error('The blind test isn’t drawn');
  expect(top.width).toBeLessThan(1200);
  expect(Math.abs(top.x - around.x - (around.x + around.width - top.x - top.width))).toBeLessThan(4);
  const [above, below] = [top.y - around.y, around.y + around.height - bottom.y - bottom.height];
  expect(above).toBeGreaterThan(150);
  expect(below).toBeGreaterThan(above);
  expect(below).toBeLessThan(2.5 * above);
});

test('at 1280 pixels, a name of 36 characters is whole, in its row', async ({ scenesUrl, plainBrowser }) => {
  const page = await openScene({ scenesUrl, plainBrowser }, 'band', 1280, 800);
  const row = page.getByRole('row', { name: /^Song Late Night/ });
  const long = 'Late Night at the Harbour Lights two';
  await rename(page, 'ln1', long);
  const name = row.locator('bdi').filter({ hasText: long });
  await expect(name).toBeVisible();
  expect(await name.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).toBeLessThan(
    3,
  );
  const [inside, around] = [
    await row
      .getByText(/^\d:\d\d/)
      .first()
      .boundingBox(),
    await row.boundingBox(),
  ];
  if (!inside || !around) throw new Error('The row isn’t drawn');
  expect(inside.y + inside.height).toBeLessThan(around.y + around.height);
});

test('at 380 pixels, filter and order are on one line', async ({ scenesUrl, plainBrowser }) => {
  const page = await openScene({ scenesUrl, plainBrowser }, 'band', 380, 700);
  const top = async (name: string) => (await page.getByRole('group', { name, exact: true }).boundingBox())?.y;
  expect(await top('Which songs')).toBe(await top('Order of the songs'));
  for (const option of await page
    .getByRole('group', { name: /songs$/ })
    .locator('label')
    .all())
    expect(await isCut(option)).toBe(false);
});

test('at 380 pixels and offline, a song shows its versions, its waveform and its comments', async ({
  scenesUrl,
  plainBrowser,
}) => {
  const page = await plainBrowser.newPage({
    viewport: { width: 380, height: 700 },
    reducedMotion: 'reduce',
  });
  await page.goto(`${scenesUrl}?scene=offline#/projects/ep/cuts/sg3`);
  const versions = page.getByRole('region', { name: 'Versions', exact: true });
  for (const version of ['v1', 'v2', 'v3'])
    await expect(versions.getByRole('button', { name: new RegExp(`^Show ${version}`) })).toBeVisible();
  await expect(page.getByRole('slider', { name: /^Position in v3 rough/ })).toBeVisible();
  const comments = page.getByRole('region', { name: 'Comments', exact: true });
  await comments.getByRole('textbox', { name: /^Comment/ }).scrollIntoViewIfNeeded();
  expect((await comments.boundingBox())?.height).toBeGreaterThanOrEqual(300);
});

test('a song that has only a ZIP says what it has, and isn’t called empty', async ({
  scenesUrl,
  plainBrowser,
}) => {
  const page = await openScene({ scenesUrl, plainBrowser }, 'band', 1280, 800);
  await happen(page, {
    name: 'file:uploaded',
    payload: {
      ...{ id: 'zip', cutId: 'id2', projectId: 'ep', type: 'STEM', name: 'bridge stems.zip', size: 1000 },
      mimeType: 'application/zip',
      ...{ sha256: '0'.repeat(64), audio: null, uploadedBy: { id: 'ben', name: 'Ben', avatarUrl: null } },
      createdAt: new Date().toISOString(),
    },
  });
  const row = page.getByRole('row', { name: /^Song bridge chords in Ideas, 1 file/ });
  await expect(row).toContainText('Nothing to play yet');
  await expect(row).not.toContainText(/empty|no files/i);
  await row.press('Enter');
  const song = page.getByRole('region', { name: 'Song bridge chords' });
  await expect(song).toContainText('Its files are below');
  await expect(song).toContainText('bridge stems');
});

test('a song with one version uses the height of a large window, and leads on', async ({
  scenesUrl,
  plainBrowser,
}) => {
  const page = await openScene({ scenesUrl, plainBrowser }, 'band', 1600, 900);
  await page.getByRole('row', { name: /^Song Late Night/ }).press('Enter');
  const wave = page.getByRole('region', { name: /^Song Late Night/ });
  await expect(wave.getByText(/^Drop the next version here, or just bounce it/)).toBeVisible();
  const hint = await wave.getByText(/^Drop the next version here/).boundingBox();
  expect((hint?.y ?? 0) + (hint?.height ?? 0)).toBeGreaterThan(600);
  expect((hint?.y ?? 0) + (hint?.height ?? 0)).toBeLessThan(900);
});
