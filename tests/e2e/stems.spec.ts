import type { Page } from '@playwright/test';
import { sine, writePcm } from '../helpers/pcm.ts';
import { upload } from '../helpers/uploads.ts';
import { zipOf } from '../helpers/zip.ts';
import { findAccessibilityViolations } from './actions.ts';
import type { Band } from './band.ts';
import { expect, makeCut, test } from './web.ts';

const sound = (seconds: number) => writePcm('wav-16', sine(seconds, { sampleRate: 8_000 }));

/** A cut with a version, three stems and a ZIP of stems. */
async function addStems(band: Band): Promise<string> {
  const { cutId, place } = await makeCut(band);
  const add = (name: string, bytes: Buffer<ArrayBuffer>, part?: string) =>
    upload(
      { server: band.server, user: band.ana },
      bytes,
      { kind: 'cut', cutId },
      {
        name,
        song: { title: 'Harbour', isStem: true, ...(part !== undefined && { part }) },
      },
    );
  for (const part of ['drums', 'bass', 'lead vox']) await add(`Harbour ${part}.wav`, sound(20), part);
  const names = ['Stems/01 Kick.wav', 'Stems/02 Snare.wav', 'read me.txt'];
  await add('Harbour v1 stems.zip', await zipOf(names));
  return place;
}

const group = (page: Page) => page.getByRole('button', { name: /^4 stems/ });

test('the stems of a version are one line under it, which opens to parts that play', async ({
  band,
  web,
}) => {
  const place = await addStems(band);
  const page = await web.signIn(band.ben, `/#${place}`, { viewport: { width: 1280, height: 900 } });
  await expect(group(page)).toHaveAttribute('aria-expanded', 'false');
  await group(page).click();
  const stems = page.getByRole('list', { name: /^Stems of/ }).getByRole('listitem');
  await expect(stems).toHaveText([/^Bass/, /^Drums/, /^Lead vox/, /^Harbour v1 stems\.zip/]);

  await page.getByRole('button', { name: /^Play Drums, stem of/ }).click();
  await expect(page.getByRole('region', { name: 'Player' })).toContainText('Drums');
  await expect(page.getByRole('button', { name: /^Pause Drums, stem of/ }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Show .*Harbour v1\.wav/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  );

  await page.getByRole('button', { name: 'Harbour v1 stems.zip' }).click();
  await expect(page.getByRole('list', { name: 'Contents of Harbour v1 stems.zip' })).toContainText(
    '01 Kick.wav',
  );
  expect(await findAccessibilityViolations(page)).toEqual([]);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /^Download the stems of/ }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^Harbour.* stems\.zip$/);
  expect(await download.failure()).toBeNull();
});
