import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import { makeWave, newCut, upload } from '../helpers/uploads.ts';
import {
  bindFolder,
  cutRow,
  findAccessibilityViolations,
  openTransfers,
  readFiles,
  reconnect,
} from './actions.ts';
import { type Band, expect, test } from './band.ts';

/** One cut with these versions, the first one's comment included. */
async function makeStack(
  { server, ana, projectId }: Band,
  cutName: string,
  files: string[],
  group = 'Desert',
) {
  const target = newCut(projectId, cutName, { name: group });
  const fileIds: string[] = [];
  for (const name of files) {
    const made = fileIds.length === 0 ? target : ({ kind: 'cut', cutId: target.cutId } as const);
    const { file } = await upload({ server, user: ana }, makeWave(), made, { name });
    fileIds.push(file.id);
  }
  return { cutId: target.cutId, fileIds };
}

const versionRow = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`${name}$`) });

/** Waits for the message about a correction. It stays while the pointer is on it, however long the band takes. */
async function expectMessage(page: Page, text: string): Promise<void> {
  const message = page.locator('[data-message]').filter({ hasText: text });
  await message.hover();
  await expect(message).toBeVisible();
}

async function undo(page: Page, text: string): Promise<void> {
  await page.locator('[data-message]').filter({ hasText: text }).getByText('Undo', { exact: true }).click();
}

/** Opens the versions of a cut in the list. */
async function unfold(page: Page, cut: string): Promise<void> {
  const row = cutRow(page, new RegExp(`^Song ${cut} in `));
  await row.focus();
  if ((await row.getAttribute('aria-expanded')) === 'false') await page.keyboard.press('ArrowRight');
  await expect(row).toHaveAttribute('aria-expanded', 'true');
}

/** Moves a version with the keyboard alone. */
async function moveVersion(page: Page, file: string, search: string): Promise<void> {
  await versionRow(page, file).focus();
  await page.keyboard.press('m');
  await expect(page.getByRole('combobox', { name: 'Find a song' })).toBeFocused();
  await page.keyboard.type(search);
  await expect(page.getByRole('option').first()).toContainText(new RegExp(search, 'i'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Find a song' })).toHaveCount(0);
}

async function chooseFromMenu(page: Page, about: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Options for ${about}`, exact: true }).press('Enter');
  await page.getByRole('menuitem', { name: item }).click();
}

/** Does it, takes it back, and does it again. */
async function twice(page: Page, correct: () => Promise<void>, said: string): Promise<void> {
  await correct();
  await expectMessage(page, said);
  await undo(page, said);
  await expect(page.locator('[data-message]').filter({ hasText: said })).toHaveCount(0);
  await correct();
  await expectMessage(page, said);
}

test('a move, a merge and a split reach the other app, and each is undone there too', async ({ band }) => {
  const dune = await makeStack(band, 'Dune', ['Dune v1.wav', 'Dune v2.wav', 'Blue v1.wav']);
  const blue = await makeStack(band, 'Blue', ['Blue v2.wav']);
  await band.ben.command('comment.create', {
    ...{ id: newId(), cutId: blue.cutId, text: 'Too bright', timestamp: 0 },
    fileId: blue.fileIds[0] ?? null,
  });
  const [{ page }, ben] = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);
  const duneOf = (files: number) => cutRow(ben.page, new RegExp(`^Song Dune in Desert, ${files} file`));
  const blueOf = (files: number) => cutRow(ben.page, new RegExp(`^Song Blue in Desert, ${files} file`));
  await expect(duneOf(3)).toBeVisible();

  await test.step('a version moves to another cut and back', async () => {
    await unfold(page, 'Dune');
    await versionRow(page, 'Blue v1.wav').focus();
    await page.keyboard.press('m');
    await expect(page.getByRole('option').first()).toContainText('Blue');
    expect(await findAccessibilityViolations(page), 'the picker').toEqual([]);
    await page.keyboard.press('Escape');
    await moveVersion(page, 'Blue v1.wav', 'blue');
    await expectMessage(page, 'Moved Blue v1.wav to Blue');
    await expect(duneOf(2)).toBeVisible();
    await expect(blueOf(2)).toBeVisible();
    await undo(page, 'Moved Blue v1.wav to Blue');
    await expect(duneOf(3)).toBeVisible();
    await expect(blueOf(1)).toBeVisible();
  });

  await test.step('a cut is merged; its link leads to the other cut, with the comment', async () => {
    await chooseFromMenu(page, 'Blue', 'Merge into…');
    await page.getByRole('option', { name: /^Dune/ }).click();
    await expectMessage(page, 'Merged Blue into Dune');
    await expect(duneOf(4)).toBeVisible();
    await expect(cutRow(ben.page, /^Song Blue /)).toHaveCount(0);
    await ben.page.evaluate((hash) => {
      window.location.hash = hash;
    }, `#/projects/${band.projectId}/cuts/${blue.cutId}`);
    await expect(ben.page.getByRole('heading', { level: 2, name: 'Dune' })).toBeVisible();
    await expect(ben.page).toHaveURL(new RegExp(dune.cutId));
    await expect(ben.page.getByRole('article', { name: /^Comment by Ben/ })).toContainText('Too bright');
    await undo(page, 'Merged Blue into Dune');
    await expect(ben.page.getByRole('article', { name: /^Comment by Ben/ })).toHaveCount(0);
    await ben.page.getByRole('link', { name: 'All songs' }).click();
    await expect(blueOf(1)).toBeVisible();
    await expect(duneOf(3)).toBeVisible();
    const { body } = await band.ben.request('GET', `/api/cuts/${blue.cutId}/comments`);
    expect(body).toHaveLength(1);
  });

  await test.step('a cut is split from a version on, and becomes one again', async () => {
    await chooseFromMenu(page, 'Dune v2.wav', 'Split from here');
    await expectMessage(page, 'Split 2 versions into Dune v2');
    await expect(cutRow(ben.page, /^Song Dune v2 in Desert, 2 files/)).toBeVisible();
    await expect(duneOf(1)).toBeVisible();
    await undo(page, 'Split 2 versions into Dune v2');
    await expect(duneOf(3)).toBeVisible();
    await expect(cutRow(ben.page, /^Song Dune v2 /)).toHaveCount(0);
  });

  await test.step('the other app tells what happened', async () => {
    const feed = ben.page.getByRole('region', { name: 'Activity in this project' });
    await expect(feed.getByText('into Dune').first()).toBeVisible();
    await expect(
      feed.getByRole('article', { name: 'Ana moved Blue v1.wav to Blue, as version' }),
    ).toBeVisible();
  });
});

test('corrections made offline show at once, one is undone offline, and the rest reach the band', async ({
  band,
}) => {
  await makeStack(band, 'Dune', ['Dune v1.wav', 'Dune v2.wav', 'Blue v1.wav']);
  await makeStack(band, 'Blue', ['Blue v2.wav']);
  await makeStack(band, 'Red', ['Red v1.wav']);
  const [{ page }, ben] = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);
  await expect(cutRow(ben.page, /^Song Dune in Desert, 3 files/)).toBeVisible();
  await unfold(page, 'Dune');
  await band.server.stop();
  await expect(page.getByRole('region', { name: 'Connection trouble' })).toBeVisible();

  await moveVersion(page, 'Blue v1.wav', 'blue');
  await expect(cutRow(page, /^Song Blue in Desert, 2 files/)).toBeVisible();
  await chooseFromMenu(page, 'Red', 'Merge into…');
  await page.getByRole('option', { name: /^Blue/ }).click();
  await expect(cutRow(page, /^Song Blue in Desert, 3 files/)).toBeVisible();
  await expect(cutRow(page, /^Song Red /)).toHaveCount(0);
  await undo(page, 'Merged Red into Blue');
  await expect(cutRow(page, /^Song Red in Desert, 1 file/)).toBeVisible();
  await chooseFromMenu(page, 'Dune v2.wav', 'Make it a song of its own');
  await expect(cutRow(page, /^Song Dune v2 in Desert, 1 file/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Changes: 4 changes/ })).toBeVisible();
  expect(await findAccessibilityViolations(page), 'offline, with pending corrections').toEqual([]);

  await band.server.start();
  await reconnect(page);
  await expect(page.getByRole('button', { name: /^Changes: / })).toHaveCount(0);
  await reconnect(ben.page);
  for (const shown of [page, ben.page])
    for (const name of ['Blue in Desert, 2', 'Red in Desert, 1', 'Dune v2 in Desert, 1', 'Dune in Desert, 1'])
      await expect(cutRow(shown, new RegExp(`^Song ${name} file`))).toBeVisible({ timeout: 70_000 });
});

test('an only version joins another song, and versions get labels and places, offline, each undone once', async ({
  band,
}) => {
  const dune = await makeStack(band, 'Dune', ['Dune v1.wav', 'Dune v2.wav']);
  const blue = await makeStack(band, 'Blue', ['Blue v1.wav']);
  const { page } = await band.openApp(band.ana);
  const duneOf = (files: number) => cutRow(page, new RegExp(`^Song Dune in Desert, ${files} file`));
  await unfold(page, 'Dune');
  await unfold(page, 'Blue');
  await band.server.stop();
  await expect(page.getByRole('region', { name: 'Connection trouble' })).toBeVisible();

  await twice(page, () => chooseFromMenu(page, 'Dune v1.wav', 'Move up'), 'Dune v1.wav is version 2 of Dune');
  await twice(
    page,
    async () => {
      await chooseFromMenu(page, 'Dune v2.wav', 'Edit label and note…');
      const dialog = page.getByRole('dialog', { name: 'Label and note' });
      await dialog.getByRole('textbox', { name: 'Label' }).fill('mix 6');
      await dialog.getByRole('textbox', { name: 'Note' }).fill('wide');
      await dialog.getByRole('button', { name: 'Save' }).click();
    },
    'Changed label and note of Dune v2.wav',
  );
  await twice(
    page,
    async () => {
      await chooseFromMenu(page, 'Blue v1.wav', 'Make this a version of…');
      await page.getByRole('option', { name: /^Dune/ }).click();
      await expect(cutRow(page, /^Song Blue /)).toHaveCount(0);
      await expect(duneOf(3)).toBeVisible();
    },
    'Moved Blue v1.wav to Dune',
  );

  await band.server.start();
  await reconnect(page);
  await expect(page.getByRole('button', { name: /^Changes: / })).toHaveCount(0, { timeout: 70_000 });
  const [first = '', second = ''] = dune.fileIds;
  const files = await readFiles(band.ben, band.projectId);
  expect(files.map(({ id, label, note }) => [id, label, note])).toEqual([
    [second, 'mix 6', 'wide'],
    [first, 'v1', undefined],
    [blue.fileIds[0], 'v1', undefined],
  ]);
});

test('stems become a version and a song, and a version a stem, offline, each undone once', async ({
  band,
}) => {
  const dune = await makeStack(band, 'Dune', ['Dune v1.wav', 'Dune v2 Drums.wav']);
  const [first = '', second = ''] = dune.fileIds;
  const at = { kind: 'cut', cutId: dune.cutId } as const;
  for (const name of ['Loud.wav', 'Night.wav'])
    await upload({ server: band.server, user: band.ana }, makeWave(), at, {
      ...{ name, song: { title: 'Dune', isStem: true } },
    });
  const [{ page }, ben] = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);
  await unfold(page, 'Dune');
  await band.server.stop();
  await expect(page.getByRole('region', { name: 'Connection trouble' })).toBeVisible();

  const notAStem = async (name: string, song: RegExp) => {
    await chooseFromMenu(page, name, 'Not a stem?…');
    const dialog = page.getByRole('dialog', { name: 'Not a stem?' });
    await expect(dialog).toContainText(`${name} is a stem of Dune v2.`);
    await expect(dialog.getByRole('option').first()).toContainText('Dune');
    await dialog.getByRole('option', { name: song }).click();
  };
  const own = 'Night.wav is a song of its own: Night';
  await twice(page, () => notAStem('Night.wav', /^A song of its own/), own);
  await expect(cutRow(page, /^Song Night in Desert, 1 file/)).toBeVisible();
  await twice(page, () => notAStem('Loud.wav', /^Dune/), 'Loud.wav is a version of Dune');
  await twice(
    page,
    async () => {
      await chooseFromMenu(page, 'Dune v2 Drums.wav', 'Stem of…');
      const dialog = page.getByRole('dialog', { name: 'Dune v2 Drums.wav is a stem of…' });
      expect(await findAccessibilityViolations(page), 'the versions').toEqual([]);
      await dialog.getByRole('option', { name: /^v1/ }).click();
    },
    'Dune v2 Drums.wav is a stem of v1',
  );

  await band.server.start();
  await reconnect(page);
  await expect(page.getByRole('button', { name: /^Changes: / })).toHaveCount(0, { timeout: 70_000 });
  await reconnect(ben.page);
  await expect(cutRow(ben.page, /^Song Night in Desert, 1 file/)).toBeVisible({ timeout: 70_000 });
  const files = await readFiles(band.ben, band.projectId);
  const shape = files.map(({ id, name, type, versionId }) => [
    ...[id === first || id === second ? id : name, type, versionId],
  ]);
  expect(shape).toEqual([
    ...[
      [first, 'CUT', undefined],
      [second, 'STEM', first],
    ],
    ...[
      ['Loud.wav', 'CUT', undefined],
      ['Night.wav', 'CUT', undefined],
    ],
  ]);
});

test('gathering merges the chosen cuts of one song, and one undo brings them all back', async ({ band }) => {
  await makeStack(band, 'Dune v1', ['Dune v1.wav']);
  await makeStack(band, 'Dune v2', ['Dune v2.wav']);
  await makeStack(band, 'Dune rough', ['Dune rough.wav']);
  await makeStack(band, 'Dune (Instrumental)', ['Dune instrumental v1.wav']);
  const [{ page }, ben] = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);
  await chooseFromMenu(page, band.projectName, 'Gather versions…');
  const dialog = page.getByRole('dialog', { name: 'Gather versions' });
  await expect(dialog.getByRole('checkbox', { name: 'Merge Dune v2 into Dune' })).toBeChecked();
  const unsure = dialog.getByRole('checkbox', { name: 'Merge Dune rough into Dune' });
  await expect(unsure).not.toBeChecked();
  await expect(dialog).not.toContainText('Instrumental');
  expect(await findAccessibilityViolations(page), 'gathering').toEqual([]);
  await unsure.check();
  await dialog.getByRole('button', { name: 'Gather 2 songs' }).click();
  await expectMessage(page, 'Gathered 2 songs');

  await expect(cutRow(ben.page, /^Song Dune in Desert, 3 files/)).toBeVisible();
  await expect(cutRow(ben.page, /^Song /)).toHaveCount(2);
  await undo(page, 'Gathered 2 songs');
  for (const name of ['Dune v1', 'Dune v2', 'Dune rough'])
    await expect(cutRow(ben.page, new RegExp(`^Song ${name} in Desert, 1 file`))).toBeVisible();
  await expect(cutRow(ben.page, /^Song /)).toHaveCount(4);
});

test('gathering moves other mixes beside the main one, and one undo brings their group back', async ({
  band,
}) => {
  await makeStack(band, 'Dune v1', ['Dune v1.wav']);
  await makeStack(band, 'Dune v2', ['Dune v2.wav']);
  await makeStack(band, 'Dune TV v1', ['Dune TV v1.wav'], 'Dune TV v1');
  await makeStack(band, 'Dune clean', ['Dune clean.wav'], 'For the film');
  const [{ page }, ben] = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);
  await chooseFromMenu(page, band.projectName, 'Gather versions…');
  const dialog = page.getByRole('dialog', { name: 'Gather versions' });
  await expect(dialog.getByRole('checkbox', { name: 'Move Dune TV v1 beside Dune' })).toBeChecked();
  await expect(dialog.getByRole('checkbox', { name: 'Move Dune clean beside Dune' })).not.toBeChecked();
  await dialog.getByRole('button', { name: 'Gather 2 songs' }).click();
  await expectMessage(page, 'Gathered 2 songs');

  await expect(cutRow(ben.page, /^Song Dune in Desert, 2 files/)).toBeVisible();
  await expect(cutRow(ben.page, /^Song Dune TV v1 in Desert, 1 file/)).toBeVisible();
  await expect(cutRow(ben.page, /^Song Dune clean in For the film, 1 file/)).toBeVisible();
  await undo(page, 'Gathered 2 songs');
  for (const row of ['Dune v1 in Desert', 'Dune v2 in Desert', 'Dune TV v1 in Dune TV v1'])
    await expect(cutRow(ben.page, new RegExp(`^Song ${row}, 1 file`))).toBeVisible();
});

test('a folder learns from a correction, and its next bounce needs none', async ({ band, folder }) => {
  const bounces = join(folder, 'Bounces');
  await mkdir(bounces);
  const bounce = (name: string, seed: number) =>
    writeBounce(join(bounces, name), { format: 'wav-24', frames: 4_800, seed });
  const ana = await band.openApp(band.ana);
  const { page } = ana;
  await bindFolder(ana, bounces, band.projectName);
  await bounce('Dune v1.wav', 1);
  await expect(cutRow(page, /^Song Dune in Dune, 1 file/)).toBeVisible();
  await bounce('Dune v2 clipped.wav', 2);
  await expect(cutRow(page, /^Song Dune in Dune, 2 files/)).toBeVisible();

  const transfers = await openTransfers(page);
  await expect(transfers.getByText('Version 2 of Dune.')).toBeVisible();
  await transfers.getByRole('button', { name: /^Not this\? .* Dune v2 clipped\.wav/ }).click();
  await page.getByRole('option', { name: /^A song of its own/ }).click();
  await expect(cutRow(page, /^Song Dune clipped in Dune, 1 file/)).toBeVisible();
  await page.locator('[data-message]').getByText('Make a rule for Bounces…').click();
  const dialog = page.getByRole('dialog', { name: 'A rule for Bounces' });
  await dialog.getByRole('radio', { name: '“clipped” is part of the title' }).check();
  await expect(dialog.getByText('Changes 1 of the last 2 names')).toBeVisible();
  expect(await findAccessibilityViolations(page), 'the rule').toEqual([]);
  await dialog.getByRole('button', { name: 'Add rule' }).click();
  await expect(page.locator('[data-message]').filter({ hasText: 'Added the rule to Bounces' })).toBeVisible();

  await bounce('Dune v3 clipped.wav', 3);
  await expect(cutRow(page, /^Song Dune clipped in Dune, 2 files/)).toBeVisible();
  await expect(cutRow(page, /^Song Dune in Dune, 1 file/)).toBeVisible();

  await test.step('the activity asks the same question', async () => {
    const feed = page.getByRole('region', { name: 'Activity in this project' });
    await feed.getByRole('button', { name: /^Ana bounced 3 versions/, expanded: false }).click();
    await feed.getByRole('button', { name: /^Not this\? .* Dune v3 clipped\.wav/ }).click();
    await expect(page.getByRole('combobox', { name: 'Find a song' })).toBeFocused();
    await expect(page.getByRole('option').first()).toContainText('Dune');
    await page.keyboard.press('Escape');
  });

  await test.step('a bounce that waits here shows its loudness', async () => {
    await band.server.stop();
    await writeBounce(join(bounces, 'Blue v1.wav'), { format: 'wav-24', frames: 96_000, seed: 4 });
    await expect(transfers.getByText(/^−\d+\.\d LUFS · −?\d+\.\d dBTP$/)).toBeVisible();
  });
});
