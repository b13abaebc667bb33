import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import { bindFolder, cutRow, findAccessibilityViolations } from './actions.ts';
import { expect, test } from './band.ts';

for (const colorScheme of ['dark', 'light'] as const) {
  test(`the ${colorScheme} screens of a project have no accessibility violations`, async ({
    band,
    folder,
  }) => {
    const bounces = join(folder, 'Bounces');
    await mkdir(bounces);
    await writeBounce(join(bounces, 'Old One.wav'), { format: 'wav-16', frames: 9600 });
    const ana = await band.openApp(band.ana);
    const { page } = ana;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await findAccessibilityViolations(page), 'an empty project').toEqual([]);
    await bindFolder(ana, bounces, band.projectName);
    await writeBounce(join(bounces, 'Brand New.wav'), { format: 'wav-24', frames: 9600, seed: 2 });
    await cutRow(page, /^Song Brand New /).press('ArrowRight');
    expect(await findAccessibilityViolations(page), 'a cut with its files').toEqual([]);
    await page.getByRole('button', { name: /^Transfers: / }).click();
    await expect(page.getByRole('listitem', { name: 'Brand New.wav' })).toContainText('Verified');
    expect(await findAccessibilityViolations(page), 'the transfers').toEqual([]);
    await page.getByRole('button', { name: 'Review…' }).click();
    await expect(page.getByRole('dialog', { name: 'Existing files' })).toBeVisible();
    expect(await findAccessibilityViolations(page), 'the existing files').toEqual([]);
    await page.keyboard.press('Escape');
    await page
      .getByRole('region', { name: 'Bandmates' })
      .getByRole('button', { name: 'Invite a bandmate' })
      .click();
    await expect(page.getByRole('button', { name: 'Create link' })).toBeVisible();
    expect(await findAccessibilityViolations(page), 'an invitation').toEqual([]);
    await page.getByRole('radio', { name: 'One person, by email' }).check();
    expect(await findAccessibilityViolations(page), 'an invitation by email').toEqual([]);
    await page.keyboard.press('Escape');
    await band.server.stop();
    await expect(page.getByRole('region', { name: 'Connection trouble' })).toBeVisible();
    expect(await findAccessibilityViolations(page), 'offline').toEqual([]);
  });
}
