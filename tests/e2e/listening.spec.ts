import type { Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import { sine, writePcm } from '../helpers/pcm.ts';
import { upload } from '../helpers/uploads.ts';
import { type Band, openProject } from './band.ts';
import { expect, makeCut, test, type Web } from './web.ts';

const commentField = (page: Page) => page.getByRole('textbox', { name: 'Comment', exact: true });
const position = (page: Page, version: number) =>
  page.getByRole('slider', { name: `Position in Harbour v1, v${version}` });
const played = (page: Page, version: number) =>
  position(page, version).getAttribute('aria-valuenow').then(Number);

/** Opens a browser as Ana, on a cut of 20 seconds with one version and one comment by her. */
async function openCut(band: Band, web: Web) {
  const cut = await makeCut(band);
  await cut.addComment(band.ana, 'More reverb');
  const page = await web.signIn(band.ana, `/#${cut.place}`);
  await expect(position(page, 1)).toHaveAttribute('aria-valuemax', '20');
  await expect(page.getByRole('article', { name: /^Comment by Ana/ })).toBeVisible();
  return { page, ...cut };
}

async function addVersion({ server, ana }: Band, cutId: string): Promise<void> {
  const bytes = writePcm('wav-16', sine(20, { sampleRate: 8_000, level: 0.5 }));
  await upload({ server, user: ana }, bytes, { kind: 'cut', cutId }, { name: 'Harbour v2.wav' });
}

test('a newer version is announced, and the one that was heard stays selected', async ({ band, web }) => {
  const { page, cutId } = await openCut(band, web);
  const list = async () =>
    (await band.ana.request('GET', `/api/cuts/${cutId}/comments`)).body as unknown as Comment[];

  await page.keyboard.press('Space');
  await expect.poll(() => played(page, 1)).toBeGreaterThan(0);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play Harbour v1' }).first()).toBeVisible();
  const paused = await played(page, 1);
  expect(paused).toBeGreaterThanOrEqual(5);

  await addVersion(band, cutId);
  await expect(page.getByRole('status').filter({ hasText: 'v2 is here' })).toBeVisible();
  await expect(position(page, 1)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Show v1/ })).toHaveAttribute('aria-pressed', 'true');

  await test.step('a comment is filed under the version that was heard', async () => {
    await page.keyboard.press('c');
    await page.keyboard.type('Bass is late');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await list()).some(({ text }) => text === 'Bass is late')).toBe(true);
    const [first, second] = (await band.ana.request('GET', `/api/projects/${band.projectId}`)).body.vibes[0]
      .cuts[0].files;
    expect(second.name).toBe('Harbour v2.wav');
    expect((await list()).find(({ text }) => text === 'Bass is late')?.fileId).toBe(first.id);
    await page.keyboard.press('Escape');
  });

  await test.step('Space resumes that version where it was paused', async () => {
    await page.getByRole('heading', { level: 2, name: 'Harbour v1' }).click();
    await page.keyboard.press('Space');
    await expect(page.getByRole('region', { name: 'Player' }).getByRole('link')).toContainText('v1');
    await expect.poll(() => played(page, 1)).toBeGreaterThan(paused);
    await page.keyboard.press('Space');
  });

  await test.step('it stays selected after visiting another page, and the newer one is one click away', async () => {
    await page.getByRole('link', { name: 'All songs' }).click();
    await page.getByRole('row', { name: /^Song Harbour v1/ }).press('Enter');
    await expect(position(page, 1)).toBeVisible();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(position(page, 2)).toBeVisible();
    await expect(page.getByText('v2 is here')).toHaveCount(0);
  });
});

test('text typed after Edit… goes into the comment, and no shortcut fires', async ({ band, web }) => {
  const { page } = await openCut(band, web);
  const options = page.getByRole('button', { name: /^Options for the comment by Ana/ });
  const field = page.getByRole('textbox', { name: 'Text of the comment' });
  /** Each of these letters is a shortcut. */
  const typed = 'n i t w b c r a j k l f ? 1 2 3 4';

  const typesInto = async () => {
    await page.keyboard.press('Control+A');
    await page.keyboard.type(typed);
    await expect(field).toHaveValue(typed);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'Player' })).toHaveCount(0);
  };

  await test.step('chosen by pointer', async () => {
    await options.click({ force: true });
    await page.getByRole('menuitem', { name: 'Edit…' }).click();
    await typesInto();
    await page.keyboard.press('Escape');
    await expect(field).toHaveCount(0);
  });

  await test.step('chosen by keyboard', async () => {
    await options.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: 'Edit…' })).toBeFocused();
    await page.keyboard.press('Enter');
    await typesInto();
    await page.keyboard.press('Escape');
  });

  await test.step('a menu that is closed without a choice returns the focus', async () => {
    await options.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: 'Edit…' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(options).toBeFocused();
  });
});

test('the mixes of a song are reached by arrow keys, and the focus stays with them', async ({
  band,
  web,
}) => {
  const { cutId, place } = await makeCut(band);
  const { body } = await band.ana.request('GET', `/api/projects/${band.projectId}`);
  const vibeId = body.vibes[0].id;
  await band.ana.command('cut.update', { id: cutId, name: 'Harbour' });
  await band.ana.command('cut.create', { id: newId(), vibeId, name: 'Harbour Instrumental' });
  const page = await web.signIn(band.ana, `/#${place}`);
  const mix = (name: string) => page.getByRole('radio', { name, exact: true });
  await expect(mix('Main mix')).toBeChecked();
  await mix('Main mix').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('heading', { level: 2, name: 'Harbour Instrumental' })).toBeVisible();
  await expect(mix('Instrumental')).toBeChecked();
  await expect(mix('Instrumental')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('heading', { level: 2, name: 'Harbour', exact: true })).toBeVisible();
  await expect(mix('Main mix')).toBeFocused();
});

test('keys typed while a field opens on another page don’t act as shortcuts', async ({ band, web }) => {
  const { page } = await openCut(band, web);
  await page.keyboard.press('Space');
  await expect(page.getByRole('region', { name: 'Player' })).toBeVisible();
  await openProject(page, band.projectName);
  await page.getByRole('row', { name: /^Song Harbour v1/ }).focus();
  // All in one task, because the page changes only after it.
  await page.evaluate(() => {
    for (const key of ['c', 'n', 'm', 't'])
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
      );
  });
  await expect(commentField(page)).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Transfers' })).toHaveCount(0);
  await page.keyboard.type('now it types');
  await expect(commentField(page)).toHaveValue('now it types');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 2, name: 'Harbour v1' }).click();
  await page.keyboard.press('n');
  await expect(page.getByRole('dialog', { name: 'New song' })).toBeVisible();
});

test('a tooltip covers no other control, and a click on it reaches the element below', async ({
  band,
  web,
}) => {
  const { page } = await openCut(band, web);
  const tooltip = page.locator('[data-tooltip-popup]');
  const boxOf = async (name: string, role: 'link' | 'button') => {
    const box = await page.getByRole(role, { name }).first().boundingBox();
    if (!box) throw new Error(`${name} has no box`);
    return box;
  };

  await test.step('the play button’s tooltip doesn’t cover the link back', async () => {
    await page.getByRole('button', { name: 'Play Harbour v1' }).first().hover();
    await expect(tooltip).toContainText('Play Harbour v1');
    const [tooltipBox, back] = [await tooltip.boundingBox(), await boxOf('All songs', 'link')];
    if (!tooltipBox) throw new Error('The tooltip has no box');
    const isApart =
      tooltipBox.x >= back.x + back.width ||
      tooltipBox.x + tooltipBox.width <= back.x ||
      tooltipBox.y >= back.y + back.height ||
      tooltipBox.y + tooltipBox.height <= back.y;
    expect(isApart).toBe(true);
  });

  await test.step('a click on the tooltip reaches the element below it', async () => {
    const tooltipBox = await tooltip.boundingBox();
    if (!tooltipBox) throw new Error('The tooltip has no box');
    const below = await page.evaluate(
      ([x, y]) => document.elementFromPoint(x, y)?.closest('[data-tooltip-popup]') ?? null,
      [tooltipBox.x + tooltipBox.width / 2, tooltipBox.y + tooltipBox.height / 2] as const,
    );
    expect(below).toBeNull();
  });

  await test.step('it follows the name of its button when a key changes it', async () => {
    await page.keyboard.press('Space');
    await expect(tooltip).toContainText('Pause Harbour v1');
    await page.keyboard.press('Space');
    await expect(tooltip).toContainText('Play Harbour v1');
  });

  await test.step('the link back takes a click while the tooltip is shown', async () => {
    const back = await boxOf('All songs', 'link');
    await page.mouse.click(back.x + back.width / 2, back.y + back.height / 2);
    await expect(page.getByRole('treegrid')).toBeVisible();
  });
});
