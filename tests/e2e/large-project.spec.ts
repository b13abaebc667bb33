import { expect, type Page } from '@playwright/test';
import { test } from './scenes.ts';

/** A project of 500 songs and a song with 1,000 comments, as scripted scenes in a plain browser. */
const view = { viewport: { width: 1280, height: 800 } };

/** The last properties of some elements. React makes another object each time that it draws one again. */
const drawn = (page: Page, selectors: string[]) =>
  page.evaluateHandle(
    (all) =>
      all.map((selector) => {
        const element = document.querySelector(selector);
        const key = element && Object.keys(element).find((one) => one.startsWith('__reactProps$'));
        if (!element || !key) throw new Error(`${selector} isn’t drawn by React`);
        return (element as unknown as Record<string, unknown>)[key];
      }),
    selectors,
  );

/** Which of the elements have not been drawn again between the two. */
const areSame = (page: Page, before: Awaited<ReturnType<typeof drawn>>, after: typeof before) =>
  page.evaluate(
    ([one, other]) => (one ?? []).map((properties, index) => properties === other?.[index]),
    [before, after],
  );

const panels = ['main', 'nav', 'aside', 'footer'];

/** Scrolls in steps of less than a row, a frame each. */
const scroll = (page: Page, scroller: string) =>
  page.locator(scroller).evaluate(async (element) => {
    for (let step = 0; step < 60; step++) {
      element.scrollBy(0, 40);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });

for (const { what, place, scroller, first } of [
  {
    ...{ what: 'songs', place: '?scene=much#/projects/ep', scroller: 'main :has(> [role=treegrid])' },
    first: '[role=row]',
  },
  {
    what: 'comments',
    place: '?scene=cut-much#/projects/ep/cuts/sg3',
    ...{ scroller: 'section[aria-label="Comments on the song"]', first: 'article[data-comment]' },
  },
])
  test(`scrolling through ${what} draws them and nothing else`, async ({ scenesUrl, plainBrowser }) => {
    const page = await plainBrowser.newPage(view);
    await page.goto(scenesUrl + place);
    const last = page.locator(first).last();
    await last.waitFor();
    // Open points and waveforms follow the first frame.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    const before = await drawn(page, panels);
    const named = await last.getAttribute('aria-label');
    await scroll(page, scroller);
    await expect(last).not.toHaveAttribute('aria-label', named ?? '');
    expect(await areSame(page, before, await drawn(page, panels))).toEqual([true, true, true, true]);
    await page.close();
  });

test('a click on a song draws the window once, with its comments beside it', async ({
  scenesUrl,
  plainBrowser,
}) => {
  const page = await plainBrowser.newPage(view);
  // React makes another object for the properties of an element each time that it draws it again.
  await page.addInitScript(() => {
    const drawn: { as: unknown; beside: string | null | undefined }[] = [];
    const look = () => {
      const main = document.querySelector('main');
      const key = main && Object.keys(main).find((one) => one.startsWith('__reactProps$'));
      const last = main && key && (main as unknown as Record<string, unknown>)[key];
      const beside = document.querySelector('aside')?.getAttribute('aria-label');
      if (last && drawn.at(-1)?.as !== last) drawn.push({ as: last, beside });
    };
    const hook = { supportsFiber: true, inject: () => 1, onCommitFiberRoot: look, onCommitFiberUnmount() {} };
    Object.assign(window, { drawn, __REACT_DEVTOOLS_GLOBAL_HOOK__: hook });
  });
  const draws = () =>
    page.evaluate(() =>
      (window as unknown as { drawn: { beside: string }[] }).drawn.map(({ beside }) => beside),
    );
  await page.goto(`${scenesUrl}?scene=cut-much#/projects/ep`);
  const row = page.getByRole('row', { name: /^Song v3 rough/ });
  await row.waitFor();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  const before = (await draws()).length;
  // Nothing of these depends on the place in a project.
  const others = ['nav', 'nav li', 'nav a[href="#/everything"]', 'header [title="Notifications"]', 'footer'];
  const drawnBefore = await drawn(page, others);
  await row.press('Enter');
  await page.locator('article[data-comment]').first().waitFor();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  expect((await draws()).slice(before)).toEqual(['Comments']);
  expect(await areSame(page, drawnBefore, await drawn(page, others))).toEqual(others.map(() => true));
  await page.close();
});

test('a row of a song is drawn once, and once more when its open points are known', async ({
  scenesUrl,
  plainBrowser,
}) => {
  const page = await plainBrowser.newPage(view);
  await page.addInitScript(() => {
    const drawn = new Map<string, Set<unknown>>();
    const look = () => {
      for (const row of document.querySelectorAll('[role=row]')) {
        const key = Object.keys(row).find((one) => one.startsWith('__reactProps$'));
        const name = row.getAttribute('aria-label') ?? '';
        const props = key && (row as unknown as Record<string, unknown>)[key];
        drawn.set(name, (drawn.get(name) ?? new Set()).add(props));
      }
    };
    const hook = { supportsFiber: true, inject: () => 1, onCommitFiberRoot: look, onCommitFiberUnmount() {} };
    Object.assign(window, { drawn, __REACT_DEVTOOLS_GLOBAL_HOOK__: hook });
  });
  const open = page.getByRole('row').filter({ hasText: 'open' });
  await page.goto(`${scenesUrl}?scene=cut-much#/projects/ep`);
  await open.first().waitFor();
  // All that is read once has been read when the project is opened again.
  await page.locator('nav a[href="#/everything"]').click();
  await open.first().waitFor({ state: 'detached' });
  await page.evaluate(() => (window as unknown as { drawn: Map<string, unknown> }).drawn.clear());
  await page.locator('nav a[href="#/projects/ep"]').click();
  await open.first().waitFor();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1000)));
  const counts = await page.evaluate(() =>
    [...(window as unknown as { drawn: Map<string, Set<unknown>> }).drawn].map(([name, props]) => ({
      hasOpen: [...document.querySelectorAll('[role=row]')].some(
        (row) => row.getAttribute('aria-label') === name && row.textContent?.includes('open'),
      ),
      drawn: props.size,
    })),
  );
  expect(counts.length).toBeGreaterThan(3);
  expect(counts.filter(({ hasOpen, drawn }) => drawn > (hasOpen ? 2 : 1))).toEqual([]);
  await page.close();
});

/** Why Chromium gives parts of the page a layer of their own, by the element, as long as it has one. */
async function layersOf(page: Page): Promise<{ why: string; label: string | null }[]> {
  const devtools = await page.context().newCDPSession(page);
  const changed = new Promise<{ layerId: string; backendNodeId?: number }[]>((resolve) =>
    devtools.on('LayerTree.layerTreeDidChange', ({ layers }) => layers && resolve(layers)),
  );
  await devtools.send('DOM.enable');
  await devtools.send('LayerTree.enable');
  // They are told when they change.
  await page.evaluate(() => document.body.style.setProperty('margin-top', '1px'));
  const layers = await changed;
  return Promise.all(
    layers.map(async ({ layerId, backendNodeId = 0 }) => {
      const { compositingReasons } = await devtools.send('LayerTree.compositingReasons', { layerId });
      const node = await devtools.send('DOM.describeNode', { backendNodeId }).catch(() => null);
      return { why: compositingReasons.join(' '), label: node?.node.attributes?.join(' ') ?? null };
    }),
  );
}

for (const { what, place, shown, scroller } of [
  {
    ...{ what: 'songs', place: '?scene=much#/projects/ep', shown: '[data-wave] svg path[d]' },
    scroller: 'bg-surface pb-6',
  },
  {
    ...{ what: 'comments', place: '?scene=cut-much#/projects/ep/cuts/sg3', shown: 'article[data-comment]' },
    scroller: 'Comments on the song',
  },
])
  test(`a list of ${what} scrolls as one layer, without being painted again`, async ({
    scenesUrl,
    plainBrowser,
  }) => {
    const page = await plainBrowser.newPage(view);
    await page.goto(scenesUrl + place);
    await page.locator(shown).first().waitFor({ state: 'attached' });
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    const layers = await layersOf(page);
    const scrolled = layers.filter(({ why }) => why.includes('accelerated scrolling'));
    expect(scrolled.map(({ label }) => label)).toContainEqual(expect.stringContaining(scroller));
    expect(layers.length).toBeLessThan(16);
    await page.close();
  });

test('open points are not taken for done before they are known', async ({ scenesUrl, plainBrowser }) => {
  const page = await plainBrowser.newPage(view);
  await page.goto(`${scenesUrl}?scene=band#/everything`);
  await page.evaluate(() => {
    const { world } = (window as unknown as { scripted: { world: { fails: object } } }).scripted;
    Object.assign(world.fails, { 'comments.list': null });
  });
  // Each state of the rows, from their first frame on.
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    new MutationObserver(() => {
      for (const row of document.querySelectorAll('[role=row]')) seen.push(row.textContent ?? '');
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  await page.locator('nav a[href="#/projects/ep"]').click();
  await expect(page.getByRole('row').filter({ hasText: '6 comments' }).first()).toBeVisible();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.filter((text) => text.includes('Done'))).toEqual([]);
  await page.close();
});
