import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import { dropFiles, type RunningApp } from '../helpers/app.ts';
import { cutRow, findAccessibilityViolations } from './actions.ts';
import { type Band, expect, test } from './band.ts';

const marks = (page: Page) => page.getByRole('group', { name: 'Comments on the waveform' });
const player = (page: Page) => page.getByRole('region', { name: 'Player' });
const heard = (page: Page) => player(page).getByRole('slider', { name: /^Position in/ });

/** Opens Ana's app and Ben's on a cut of 20 seconds that Ana dropped on her project. */
async function withCut(band: Band, folder: string): Promise<{ ana: RunningApp; ben: RunningApp }> {
  await band.ana.command('vibe.create', { id: newId(), projectId: band.projectId, name: 'Harbour' });
  const bounce = join(folder, 'Harbour v1.wav');
  await writeBounce(bounce, { format: 'wav-24', frames: 20 * 48_000, seed: 5 });
  const [ana, ben] = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);
  await dropFiles(ana.page, ana.page.getByRole('row', { name: /^Group Harbour/ }), [bounce]);
  for (const { page } of [ana, ben]) {
    await cutRow(page, /^Song Harbour in Harbour, 1 file/).press('Enter');
    await expect(page.getByRole('heading', { level: 2, name: 'Harbour', exact: true })).toBeVisible();
    await expect(page.getByRole('slider', { name: 'Position in Harbour, v1' })).toHaveAttribute(
      'aria-valuemax',
      '20',
    );
  }
  return { ana, ben };
}

test('a comment at a time appears on the other’s waveform and list, gets a reply, and is deleted', async ({
  band,
  folder,
}) => {
  const { ana, ben } = await withCut(band, folder);
  const hostile = '<img src=x onerror=alert(1)> more reverb';

  await test.step('a comment at a time that was typed in', async () => {
    await ana.page.getByRole('textbox', { name: 'Time of the comment' }).fill('0:12.5');
    await ana.page.getByRole('textbox', { name: 'Comment', exact: true }).fill(hostile);
    await ana.page.keyboard.press('Enter');
    await expect(ana.page.getByRole('textbox', { name: 'Comment', exact: true })).toHaveValue('');
    const theirs = ben.page.getByRole('article', { name: 'Comment by Ana at 0:12.5' });
    await expect(theirs).toContainText(hostile);
    await expect(theirs).toContainText('new');
    await expect(marks(ben.page).getByRole('button', { name: /^Ana 0:12.5: <img/ })).toBeVisible();
  });

  await test.step('the waveform is drawn from the server’s peaks', async () => {
    for (const { page } of [ana, ben]) await expect(page.locator('main canvas').first()).toBeAttached();
  });

  await test.step('a mark on the waveform selects its comment, and a comment seeks to its time', async () => {
    await marks(ben.page)
      .getByRole('button', { name: /^Ana 0:12.5/ })
      .click();
    const entry = ben.page.getByRole('article', { name: 'Comment by Ana at 0:12.5' });
    await expect(entry).toHaveAttribute('aria-current', 'true');
    await expect(entry).toBeFocused();
    await entry.getByRole('button', { name: 'Go to 0:12.5' }).click();
    await expect(heard(ben.page)).toHaveAttribute('aria-valuenow', '12');
  });

  await test.step('a reply', async () => {
    await ben.page.getByRole('button', { name: 'Reply to Ana' }).click();
    await ben.page.getByRole('textbox', { name: 'Reply to Ana' }).fill('Plate or hall?');
    await ben.page.keyboard.press('Enter');
    await expect(ana.page.getByRole('article', { name: 'Comment by Ana at 0:12.5' })).toContainText(
      'Plate or hall?',
    );
  });

  await test.step('the author moves it to another time', async () => {
    await ana.page.getByRole('button', { name: /^Options for the comment by Ana/ }).click({ force: true });
    await ana.page.getByRole('menuitem', { name: 'Edit…' }).click();
    const entry = ana.page.getByRole('article', { name: /^Comment by Ana/ });
    const moment = entry.getByRole('textbox', { name: 'Time of the comment' });
    await moment.selectText();
    await moment.pressSequentially('3.2');
    await entry.getByRole('button', { name: 'Save' }).click();
    await expect(ben.page.getByRole('article', { name: 'Comment by Ana at 0:03.2' })).toBeVisible();
  });

  await test.step('both pages have no accessibility violations', async () => {
    for (const { page } of [ana, ben]) expect(await findAccessibilityViolations(page)).toEqual([]);
  });

  await test.step('a member who isn’t its author or an admin can’t delete it; its author can', async () => {
    await expect(ben.page.getByRole('button', { name: /^Options for the comment by Ana/ })).toHaveCount(0);
    await ana.page.getByRole('button', { name: /^Options for the comment by Ana/ }).click({ force: true });
    await ana.page.getByRole('menuitem', { name: 'Delete…' }).click();
    await ana.page.getByRole('alertdialog').getByRole('button', { name: 'Delete comment' }).click();
    await expect(ben.page.getByRole('article', { name: /^Comment by Ana/ })).toHaveCount(0);
    await expect(marks(ben.page).getByRole('button')).toHaveCount(0);
  });
});

test('a cut is opened, played and commented on with the keyboard alone', async ({ band, folder }) => {
  const { ana, ben } = await withCut(band, folder);
  const { page } = ana;
  await page.getByRole('link', { name: 'All songs' }).press('Enter');
  await expect(cutRow(page, /^Song Harbour /)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'Harbour', exact: true })).toBeVisible();

  await page.keyboard.press('Space');
  await expect(player(page).getByRole('button', { name: 'Pause Harbour' })).toBeVisible();
  await expect.poll(() => heard(page).getAttribute('aria-valuenow').then(Number)).toBeGreaterThan(0);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => heard(page).getAttribute('aria-valuenow').then(Number)).toBeGreaterThanOrEqual(5);

  await page.keyboard.press('c');
  await expect(page.getByRole('textbox', { name: 'Comment', exact: true })).toBeFocused();
  await page.keyboard.type('Love this');
  const pinned = await page.getByRole('textbox', { name: 'Time of the comment' }).inputValue();
  await page.keyboard.press('Enter');
  await expect(ben.page.getByRole('article', { name: `Comment by Ana at ${pinned}` })).toContainText(
    'Love this',
  );

  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await expect(page.getByRole('textbox', { name: 'Reply to Ana' })).toBeFocused();
  await page.keyboard.type('Me too');
  await page.keyboard.press('Enter');
  await expect(ben.page.getByRole('article', { name: /^Comment by Ana/ })).toContainText('Me too');
});

test('a comment written offline is shown as pending and is sent when the server is back', async ({
  band,
  folder,
}) => {
  const { ana, ben } = await withCut(band, folder);
  await band.server.stop();
  await expect(ana.page.getByRole('status', { name: /Connection: Offline/ })).toBeVisible();
  await ana.page.getByRole('textbox', { name: 'Comment', exact: true }).fill('On the train');
  await ana.page.keyboard.press('Enter');
  const entry = ana.page.getByRole('article', { name: /^Comment by Ana/ });
  await expect(entry).toContainText('Will send when you’re online');
  // The pending comment can be answered by its key, too.
  await ana.page.keyboard.press('Escape');
  await ana.page.keyboard.press('r');
  await expect(ana.page.getByRole('textbox', { name: 'Reply to Ana' })).toBeFocused();
  await ana.page.keyboard.press('Escape');
  await ana.page.getByRole('link', { name: 'All songs' }).click();
  await expect(cutRow(ana.page, /^Song Harbour /)).toContainText('1 comment');
  await ana.page.keyboard.press('Enter');
  await expect(entry).toContainText('Will send when you’re online');
  await band.server.start();
  await expect(ben.page.getByRole('article', { name: /^Comment by Ana/ })).toContainText('On the train');
  await expect(entry).not.toContainText('Will send when you’re online');
});

test('a cut whose sound is neither local nor reachable says so', async ({ band, folder }) => {
  await band.ana.command('vibe.create', { id: newId(), projectId: band.projectId, name: 'Harbour' });
  const bounce = join(folder, 'Harbour v1.wav');
  await writeBounce(bounce, { format: 'wav-24', frames: 48_000, seed: 6 });
  const ben = await band.openApp(band.ben);
  await dropFiles(ben.page, ben.page.getByRole('row', { name: /^Group Harbour/ }), [bounce]);
  await expect(cutRow(ben.page, /^Song Harbour in Harbour, 1 file/)).toBeVisible();
  const ana = await band.openApp(band.ana);
  await expect(cutRow(ana.page, /^Song Harbour in Harbour, 1 file/)).toBeVisible();
  await band.server.stop();
  await cutRow(ana.page, /^Song Harbour /).focus();
  await ana.page.keyboard.press('Space');
  await expect(player(ana.page)).toContainText('It’s not on this computer, and the server can’t be reached');
});
