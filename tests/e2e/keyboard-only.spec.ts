import type { Locator, Page } from '@playwright/test';
import { findAccessibilityViolations } from './actions.ts';
import { expect, makeCut, test } from './web.ts';

/** Presses the key until the element has the focus. */
async function pressUntil(page: Page, key: string, element: Locator): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.keyboard.press(key);
        return element.evaluate((one) => one === document.activeElement);
      },
      { intervals: [20] },
    )
    .toBe(true);
}

/** The focused element, if nothing shows that it has the focus; else null. */
const unmarked = (page: Page) =>
  page.evaluate(() => {
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body) return null;
    for (let one: Element | null = activeElement; one && one !== document.body; one = one.parentElement) {
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      if (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) return null;
      // A label stands for its box, and the frame of a composer for its field.
      if (one !== activeElement && !one.matches('label, .composer *')) break;
    }
    return activeElement.outerHTML.slice(0, 160);
  });

/** Walks through every tab stop of the page, and returns those without a focus ring. */
async function walk(page: Page, stops: number): Promise<string[]> {
  const found = new Set<string>();
  for (let stop = 0; stop < stops; stop++) {
    await page.keyboard.press('Tab');
    const bad = await unmarked(page);
    if (bad !== null) found.add(bad);
  }
  return [...found];
}

for (const colorScheme of ['dark', 'light'] as const)
  test(`the main screens are used with the keyboard alone, and the focus is always visible, ${colorScheme}`, async ({
    band,
    web,
  }) => {
    await makeCut(band);
    const page = await web.open('/', {
      colorScheme,
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 800 },
    });

    await test.step('sign in', async () => {
      await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
      await pressUntil(page, 'Tab', page.getByRole('textbox', { name: 'Email' }));
      await page.keyboard.type(band.ana.email);
      await page.keyboard.press('Tab');
      await page.keyboard.type(band.ana.password);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('contentinfo')).toBeVisible();
    });

    await test.step('a project, and its song', async () => {
      await page.keyboard.press('1');
      await pressUntil(page, 'Tab', page.getByRole('link', { name: band.projectName }).first());
      await page.keyboard.press('Enter');
      const row = page.getByRole('row', { name: /^Song Harbour v1/ });
      await expect(row).toBeVisible();
      expect(await walk(page, 40)).toEqual([]);
      await page.keyboard.press('2');
      await expect(row).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { level: 2, name: 'Harbour v1' })).toBeVisible();
    });

    await test.step('play, comment, resolve and reopen', async () => {
      await page.keyboard.press('Space');
      await expect(page.getByRole('region', { name: 'Player' })).toBeVisible();
      await page.keyboard.press('k');
      await page.keyboard.press('c');
      await page.keyboard.type('More bass');
      await page.keyboard.press('Enter');
      const comment = page.getByRole('article', { name: /^Comment by Ana/ });
      await expect(comment).toBeVisible();
      await page.keyboard.press('Escape');
      await page.keyboard.press('.');
      await expect(comment).toBeFocused();
      await page.keyboard.press('d');
      await expect(comment).toHaveCount(0);
      expect(await walk(page, 50)).toEqual([]);
    });

    await test.step('the open points, by find', async () => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('harbour');
      await expect(page.getByRole('option').first()).toBeVisible();
      await page.keyboard.press('Escape');
      await page.keyboard.press('1');
      await pressUntil(page, 'Tab', page.getByRole('link', { name: /^Open points/ }));
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { name: /Open points/ }).first()).toBeVisible();
      expect(await walk(page, 30)).toEqual([]);
      expect(await findAccessibilityViolations(page)).toEqual([]);
    });

    await test.step('the settings', async () => {
      await page.keyboard.press('Control+,');
      await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
      expect(await walk(page, 14)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog', { name: 'Settings' })).toHaveCount(0);
    });
  });

test('with forced colours the chosen option, the focus and the state can still be told', async ({
  band,
  web,
}) => {
  const { addComment, place } = await makeCut(band);
  await addComment(band.ben, 'More bass');
  const page = await web.signIn(band.ana, `/#${place}`, {
    forcedColors: 'active',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 800 },
  });
  await expect(page.getByRole('slider', { name: /^Position in Harbour v1/ }).first()).toBeVisible();
  const edge = (place: Locator) =>
    place.evaluate((one) => {
      const { outlineStyle, borderTopWidth, borderBottomWidth } = getComputedStyle(one);
      return (
        outlineStyle !== 'none' ||
        Number.parseFloat(borderTopWidth) + Number.parseFloat(borderBottomWidth) > 0
      );
    });

  await test.step('a chosen segment has an edge that the others lack', async () => {
    const [chosen, other] = [
      page.locator('label:has(:checked)').first(),
      page.locator('label:has([type=radio]:not(:checked))').first(),
    ];
    expect([await edge(chosen), await edge(other)]).toEqual([true, false]);
  });

  await test.step('dialogs, menus and controls have edges, and the focus a ring', async () => {
    await page.getByRole('button', { name: /^Share v1/ }).press('Enter');
    expect(await edge(page.getByRole('dialog'))).toBe(true);
    expect(await edge(page.getByRole('button', { name: 'Create and copy link' }))).toBe(true);
    expect(await unmarked(page)).toBeNull();
  });
});

test('with reduced motion nothing moves', async ({ band, web }) => {
  const { place } = await makeCut(band);
  const page = await web.signIn(band.ana, `/#${place}`, { reducedMotion: 'reduce' });
  await expect(page.getByRole('slider', { name: /^Position in Harbour v1/ }).first()).toBeVisible();
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ effect }) => Number(effect?.getComputedTiming().activeDuration) > 1)
      .map(({ effect }) => (effect as KeyframeEffect).target?.outerHTML.slice(0, 100)),
  );
  expect(moving).toEqual([]);
});
