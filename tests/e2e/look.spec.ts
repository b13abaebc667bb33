import type { Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { sine, writePcm } from '../helpers/pcm.ts';
import { upload } from '../helpers/uploads.ts';
import { cutRow, findAccessibilityViolations } from './actions.ts';
import { expect } from './band.ts';
import { openThree } from './three.ts';
import { test } from './web.ts';

const wave = (page: Page) => page.getByRole('slider', { name: /^Position in Harbour v1, v1/ });
const faces = (page: Page) => page.getByRole('group', { name: 'Comments on the waveform' });

/** The hues of the song, of the faces in its waveform, and of its ranges. */
const huesOf = (page: Page) =>
  page.getByRole('region', { name: 'Song Harbour v1' }).evaluate((song) => {
    const hues = (selector: string) =>
      [...song.querySelectorAll<HTMLElement>(selector)].map(({ dataset }) => dataset.hue);
    return {
      song: hues(':scope > [data-hue]'),
      faces: hues('[data-hue]:has(> [data-marker])'),
      ranges: hues('.bg-band'),
    };
  });

/** How many colours fill a noticeable part of the waveform. */
const tonesOf = (page: Page) =>
  wave(page).evaluate((well) => {
    const canvas = well.querySelector('canvas');
    const { data } = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
    const amounts = new Map<string, number>();
    for (let at = 0; data && at < data.length; at += 4) {
      const colour = data.slice(at, at + 4).join();
      if (data[at + 3] === 255) amounts.set(colour, (amounts.get(colour) ?? 0) + 1);
    }
    return [...amounts.values()].filter((amount) => amount > 500).length;
  });

test('a song looks the same to everybody: its waveform, its people’s colours, and a bounce that arrives', async ({
  band,
  web,
}) => {
  const { ana, ben, cy } = await openThree(band, web);
  const pages = [ana, ben, cy];
  await expect(wave(cy)).toBeVisible();
  const cutId = /cuts\/([\w-]+)/.exec(cy.url())?.[1] ?? '';
  const say = (who: typeof band.ana, more: object) =>
    who.command('comment.create', { id: newId(), cutId, text: 'Softer', timestamp: 4, ...more });
  await say(band.ana, {});
  await say(band.ben, { timestamp: 9, endTimestamp: 14 });

  await test.step('the waveform is large, in two tones, with faces and ranges in it', async () => {
    for (const page of [ana, ben]) await cutRow(page, /^Song Harbour v1/).click();
    for (const page of pages) {
      await expect(faces(page).getByRole('button')).toHaveCount(2);
      const { width = 0, height = 0 } = (await wave(page).boundingBox()) ?? {};
      expect(height).toBeGreaterThanOrEqual(160);
      expect(width).toBeGreaterThan(500);
      await expect.poll(() => tonesOf(page)).toBeGreaterThanOrEqual(2);
    }
  });

  await test.step('the song and its people have the same colours everywhere', async () => {
    const hues = await huesOf(ana);
    expect(hues.song).toHaveLength(1);
    expect(new Set(hues.faces).size).toBe(2);
    expect(hues.ranges).toEqual([hues.faces[1]]);
    for (const page of [ben, cy]) expect(await huesOf(page)).toEqual(hues);
  });

  await test.step('the pointer shows the time below it', async () => {
    await wave(cy).hover({ position: { x: 40, y: 30 } });
    await expect(wave(cy).getByText(/^0:0[01]\.\d$/)).toBeVisible();
    await cy.mouse.move(0, 0);
    await expect(wave(cy).getByText(/^0:0[01]\.\d$/)).toBeHidden();
  });

  await test.step('a bounce is where one is looking, without a message, and the lamps agree', async () => {
    await ben.getByRole('link', { name: 'All songs' }).click();
    const bytes = writePcm('wav-16', sine(20, { sampleRate: 8_000, level: 0.5 }));
    const { server } = band;
    await upload({ server, user: band.ana }, bytes, { kind: 'cut', cutId }, { name: 'Harbour v2.wav' });
    await expect(cutRow(ben, /^Song Harbour v1/).getByRole('button', { name: /^Open v2 of/ })).toBeVisible();
    for (const page of [ana, cy])
      await expect(page.getByRole('button', { name: /^Show v2/ })).toHaveAttribute('aria-pressed', 'true');
    for (const page of pages) {
      await expect(page.locator('[data-message]')).toHaveCount(0);
      await expect(
        page.getByRole('button', { name: /^Transfers: (All safe|Nothing to upload)/ }),
      ).toBeVisible();
    }
  });

  await test.step('no screen has accessibility violations, dark or light', async () => {
    for (const page of pages)
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        expect(await findAccessibilityViolations(page), colorScheme).toEqual([]);
      }
  });
});
