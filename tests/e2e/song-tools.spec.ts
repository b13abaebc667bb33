import type { Locator, Page } from '@playwright/test';
import { findAccessibilityViolations } from './actions.ts';
import type { Band } from './band.ts';
import { expect, makeCut, test, type Web } from './web.ts';

const position = (page: Page) => page.getByRole('slider', { name: 'Position in Harbour v1, v1' });

async function openSong(band: Band, web: Web, colorScheme: 'dark' | 'light' = 'dark') {
  const { place } = await makeCut(band);
  const page = await web.signIn(band.ana, `/#${place}`, {
    colorScheme,
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 800 },
    acceptDownloads: true,
  });
  await expect(position(page)).toHaveAttribute('aria-valuemax', '20');
  return page;
}

/** A point of the waveform, as a share of its width. */
async function pointAt(page: Page, share: number) {
  const box = await position(page).boundingBox();
  if (!box) throw new Error('The waveform has no box');
  return { x: box.x + share * box.width, y: box.y + box.height / 2 };
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, to.y, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

/** A drag whose only move and whose end reach the page in one frame, before it can draw the move. */
async function flick(page: Page, taken: Locator, from: { x: number; y: number }, by: number) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await taken.evaluate(
    async (element, place) => {
      // Chromium's mouse is pointer 1.
      const event = { bubbles: true, pointerId: 1, clientX: place.x, clientY: place.y };
      element.dispatchEvent(new PointerEvent('pointermove', event));
      await Promise.resolve();
      element.dispatchEvent(new PointerEvent('pointerup', event));
    },
    { x: from.x + by, y: from.y },
  );
  await page.mouse.up();
}

for (const colorScheme of ['dark', 'light'] as const)
  test(`tempo, key and sections are entered by keyboard, and shown to the band, ${colorScheme}`, async ({
    band,
    web,
  }) => {
    const page = await openSong(band, web, colorScheme);
    const ben = await web.signIn(band.ben, new URL(page.url()).hash ? `/${new URL(page.url()).hash}` : '/');
    const options = page.getByRole('main').getByRole('button', { name: 'Options for Harbour v1' }).first();
    await options.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Tempo, key and sections…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Tempo, key and sections' });
    await expect(dialog.getByRole('textbox', { name: 'Tempo in BPM' })).toBeFocused();
    expect(await findAccessibilityViolations(page)).toEqual([]);

    await test.step('a wrong tempo is refused, and nothing is lost', async () => {
      await page.keyboard.type('9000');
      await page.keyboard.press('Tab');
      await page.keyboard.type('F# minor');
      await page.keyboard.press('Enter');
      await expect(dialog.getByRole('alert')).toContainText('from 20 to 400');
      await expect(dialog.getByRole('textbox', { name: 'Key' })).toHaveValue('F# minor');
    });

    await test.step('the right ones are saved', async () => {
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.type('120');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.type('0:00 Verse\n0:10 Chorus');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await expect(dialog).toHaveCount(0);
      for (const shown of [page, ben]) {
        await expect(shown.getByText('120 BPM')).toBeVisible();
        await expect(shown.getByText('F# minor')).toBeVisible();
        await expect(shown.getByText('Chorus')).toBeVisible();
      }
      expect(await findAccessibilityViolations(page)).toEqual([]);
    });
  });

test('the waveform zooms by key and by wheel, and shows all again', async ({ band, web }) => {
  const page = await openSong(band, web);
  const zoomOut = page.getByRole('button', { name: /^(Zoom out|Show all)/ }).first();
  const seconds = async (share: number) => {
    const { x, y } = await pointAt(page, share);
    await page.mouse.click(x, y);
    return Number(await position(page).getAttribute('aria-valuenow'));
  };
  await expect(zoomOut).toBeDisabled();

  await test.step('by key, around the playhead', async () => {
    expect(await seconds(0.5)).toBe(10);
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await expect(zoomOut).toBeEnabled();
    expect(await seconds(0.02)).toBeGreaterThan(4);
    expect(await seconds(0.98)).toBeLessThan(16);
    await page.keyboard.press('0');
    await expect(zoomOut).toBeDisabled();
    expect(await seconds(0.02)).toBe(0);
  });

  await test.step('by Ctrl and the wheel, around the pointer; Shift and the wheel moves', async () => {
    const { x, y } = await pointAt(page, 0.75);
    await page.mouse.move(x, y);
    await page.keyboard.down('Control');
    for (let turn = 0; turn < 4; turn++) await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await expect(zoomOut).toBeEnabled();
    const left = await seconds(0.02);
    expect(left).toBeGreaterThan(8);
    await page.keyboard.down('Shift');
    await page.mouse.wheel(-300, 0);
    await page.keyboard.up('Shift');
    expect(await seconds(0.02)).toBeLessThan(left);
    expect(await findAccessibilityViolations(page)).toEqual([]);
  });
});

test('a drag loops a part on the ruler, and chooses a range to comment on in the waveform', async ({
  band,
  web,
}) => {
  const page = await openSong(band, web);

  await test.step('the ruler loops; the edges move by key, and Del ends the loop', async () => {
    const [from, to] = [await pointAt(page, 0.25), await pointAt(page, 0.5)];
    const above = 12 + ((await position(page).boundingBox())?.height ?? 0) / 2;
    await drag(page, { x: from.x, y: from.y - above }, { x: to.x, y: to.y - above });
    const [start, end] = [
      page.getByRole('slider', { name: 'Loop start' }),
      page.getByRole('slider', { name: 'Loop end' }),
    ];
    await expect(start).toHaveAttribute('aria-valuenow', /^(4\.9|5)/);
    await expect(end).toHaveAttribute('aria-valuenow', /^(9\.9|10)/);
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await start.focus();
    await page.keyboard.press('ArrowRight');
    await expect(start).not.toHaveAttribute('aria-valuenow', /^(4\.9|5$|5\.0)/);
    await page.keyboard.press('Delete');
    await expect(start).toHaveCount(0);
  });

  await test.step('the waveform opens the comment box with the range', async () => {
    await drag(page, await pointAt(page, 0.2), await pointAt(page, 0.4));
    await expect(page.getByRole('textbox', { name: 'Comment', exact: true })).toBeFocused();
    await expect(page.getByRole('textbox', { name: 'Time of the comment' })).toHaveValue(/^0:0[34]/);
    await expect(page.getByRole('textbox', { name: 'End of the range' })).toHaveValue(/^0:0[78]/);
    await page.keyboard.type('Too loud here');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('article', { name: /^Comment by Ana at 0:0[34].*–0:0[78]/ })).toBeVisible();
    // Neither starts to play beside a take.
    await expect(page.getByRole('button', { name: /^Pause/ })).toHaveCount(0);
  });
});

test('a drag that is over before it is drawn still counts', async ({ band, web }) => {
  const page = await openSong(band, web);
  const { width = 0 } = (await position(page).boundingBox()) ?? {};

  await test.step('it chooses a range, and is no click', async () => {
    await flick(page, position(page), await pointAt(page, 0.2), 0.2 * width);
    await expect(page.getByRole('textbox', { name: 'Time of the comment' })).toHaveValue(/^0:0[34]/);
    await expect(page.getByRole('textbox', { name: 'End of the range' })).toHaveValue(/^0:0[78]/);
    await page.keyboard.press('Escape');
  });

  await test.step('it moves the edge of a loop', async () => {
    await page.keyboard.press('o');
    const end = page.getByRole('slider', { name: 'Loop end' });
    const before = await end.getAttribute('aria-valuenow').then(Number);
    const box = await end.boundingBox();
    if (!box) throw new Error('The edge is not shown');
    await flick(page, end, { x: box.x + box.width / 2, y: box.y + box.height / 2 }, -0.2 * width);
    await expect(end).toHaveAttribute('aria-valuenow', `${before - 4}`);
  });
});

test('a version is downloaded as it was uploaded', async ({ band, web }) => {
  const page = await openSong(band, web);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download Harbour v1.wav' }).press('Enter'),
  ]);
  expect(download.suggestedFilename()).toBe('Harbour v1.wav');
  expect(await download.failure()).toBeNull();
});
