import type { Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { sine, writePcm } from '../helpers/pcm.ts';
import { upload } from '../helpers/uploads.ts';
import { chooseOption, cutRow, findAccessibilityViolations } from './actions.ts';
import { type Band, expect, test } from './band.ts';

/** Creates a cut by Ana with one version and a comment by Ben. */
async function makeCut({ server, ana, ben, projectId }: Band) {
  const [vibeId, cutId, commentId] = [newId(), newId(), newId()];
  await ana.command('vibe.create', { id: vibeId, projectId, name: 'Groove' });
  await ana.command('cut.create', { id: cutId, vibeId, name: 'Sunset take' });
  const bytes = writePcm('wav-16', sine(3, { sampleRate: 44_100 }));
  const { file } = await upload({ server, user: ana }, bytes, { kind: 'cut', cutId }, { name: 'sunset.wav' });
  const text = 'The marimba is too loud';
  await ben.command('comment.create', { id: commentId, cutId, text, timestamp: 2 });
  return { cutId, commentId, file };
}

const palette = (page: Page) => page.getByRole('dialog', { name: 'Find' });
const active = (page: Page) => palette(page).getByRole('option', { selected: true });
const place = (page: Page) => new URL(page.url()).hash;

/** Types the shortcut and then the letters, all before the page has drawn the search dialog. */
async function typeShortcutAndText(page: Page, letters: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const press = (key: string, modifiers: number) => {
    const windowsVirtualKeyCode = key.toUpperCase().charCodeAt(0);
    const text = modifiers === 0 ? { text: key } : {};
    const event = { key, code: `Key${key.toUpperCase()}`, windowsVirtualKeyCode, modifiers };
    return [
      devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event, ...text }),
      devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event }),
    ];
  };
  const control = 2;
  await Promise.all([...press('k', control), ...[...letters].flatMap((letter) => press(letter, 0))]);
  await devtools.detach();
}

for (const colorScheme of ['dark', 'light'] as const)
  test(`a comment is found and opened with the keyboard alone, ${colorScheme}`, async ({ band }) => {
    const { cutId, commentId } = await makeCut(band);
    const { page } = await band.openApp(band.ana);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(cutRow(page, /^Song Sunset take/)).toBeVisible();
    await cutRow(page, /^Song Sunset take/).focus();
    const toCut = `#/projects/${band.projectId}/cuts/${cutId}`;

    await test.step('an empty field, and no results', async () => {
      await page.keyboard.press('Control+k');
      await expect(palette(page).getByRole('combobox')).toBeFocused();
      expect(await findAccessibilityViolations(page), 'nothing typed').toEqual([]);
      await page.keyboard.type('zither');
      await expect(palette(page).getByText('No results for “zither”')).toBeVisible();
      expect(await findAccessibilityViolations(page), 'nothing found').toEqual([]);
      await page.keyboard.press('Escape');
      await expect(palette(page)).toHaveCount(0);
    });

    await test.step('text typed right after the shortcut is in the field', async () => {
      await typeShortcutAndText(page, 'marim');
      await expect(palette(page).getByRole('combobox')).toHaveValue('marim');
      await page.keyboard.press('Escape');
      await expect(palette(page)).toHaveCount(0);
      await expect(cutRow(page, /^Song Sunset take/)).toBeFocused();
    });

    await test.step('arrow keys move through the results', async () => {
      await page.keyboard.press('Control+k');
      await expect(palette(page).getByRole('combobox')).toBeFocused();
      await page.keyboard.type('sunset');
      await expect(active(page)).toContainText('Sunset take');
      expect(await findAccessibilityViolations(page), 'found').toEqual([]);
      await page.keyboard.press('ArrowDown');
      await expect(active(page)).toContainText('sunset.wav');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { level: 2, name: 'Sunset take' })).toBeVisible();
      expect(place(page)).toBe(toCut);
      await expect(palette(page)).toHaveCount(0);
    });

    await test.step('a comment is opened, even when Enter comes before the answer', async () => {
      await page.getByRole('link', { name: 'All songs' }).press('Enter');
      await expect(cutRow(page, /^Song Sunset take/)).toBeFocused();
      await page.keyboard.press('Control+k');
      await expect(palette(page).getByRole('combobox')).toBeFocused();
      await page.keyboard.type('marim');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { level: 2, name: 'Sunset take' })).toBeVisible();
      expect(place(page)).toBe(`${toCut}/comments/${commentId}`);
      const comment = page.getByRole('article', { name: /^Comment by Ben/ });
      await expect(comment).toHaveAttribute('aria-current', 'true');
      await expect(comment).toBeFocused();
    });

    await test.step('opening it again on the same page moves the focus to it', async () => {
      await page.getByRole('textbox', { name: 'Comment', exact: true }).focus();
      await page.keyboard.press('Control+k');
      await expect(palette(page).getByRole('combobox')).toBeFocused();
      await page.keyboard.type('marimba');
      await expect(active(page)).toContainText('The marimba is too loud');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('article', { name: /^Comment by Ben/ })).toBeFocused();
    });

    await test.step('an item of a menu is found by its name too', async () => {
      await page.keyboard.press('Escape');
      const comment = page.getByRole('article', { name: /^Comment by Ben/ });
      await comment.focus();
      await page.keyboard.press('Control+k');
      await expect(palette(page).getByRole('combobox')).toBeFocused();
      await expect(palette(page).getByRole('option', { name: 'Open points Summer EP' })).toBeVisible();
      await page.keyboard.type('rename');
      await expect(active(page)).toHaveText('Rename…Sunset take');
      expect(await findAccessibilityViolations(page), 'actions').toEqual([]);
      await page.keyboard.press('Enter');
      const rename = page.getByRole('dialog', { name: /^Rename/ });
      await expect(rename.getByRole('textbox')).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(rename).toHaveCount(0);
      await page.keyboard.press('Control+k');
      await page.keyboard.type('theme');
      await expect(active(page)).toContainText('Theme');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
      await expect(page.getByRole('tab', { name: 'Appearance', selected: true })).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    });

    await test.step('opened while typing, it returns the focus to the text', async () => {
      const text = page.getByRole('textbox', { name: 'Comment', exact: true });
      await text.focus();
      await page.keyboard.type('I kn');
      await page.keyboard.press('Control+k');
      await expect(palette(page).getByRole('combobox')).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(text).toBeFocused();
      await page.keyboard.type('ow');
      await expect(text).toHaveValue('I know');
    });

    await test.step('offline it searches local data and says so; online again it searches everything', async () => {
      const here = palette(page).getByText(
        'Not connected. Results only include what you have opened on this computer.',
      );
      await band.server.stop();
      await page.getByRole('button', { name: 'Find', exact: true }).click();
      await page.keyboard.type('marimba');
      await expect(active(page)).toContainText('The marimba is too loud');
      await expect(here).toBeVisible();
      expect(await findAccessibilityViolations(page), 'offline').toEqual([]);
      await band.server.start();
      await expect(here).toHaveCount(0, { timeout: 60_000 });
      await expect(active(page)).toContainText('The marimba is too loud', { timeout: 60_000 });
    });
  });

test('a found version is shown, even when it isn’t the newest', async ({ band }) => {
  const { cutId, file } = await makeCut(band);
  const newer = writePcm('wav-16', sine(5, { sampleRate: 44_100 }));
  const user = { server: band.server, user: band.ana };
  await upload(user, newer, { kind: 'cut', cutId }, { name: 'sunset louder.wav' });
  const { page } = await band.openApp(band.ana);
  const position = (version: string) =>
    page.getByRole('slider', { name: `Position in Sunset take, ${version}` }).first();
  await cutRow(page, /^Song Sunset take/).press('Enter');
  await expect(position('v2')).toBeVisible();
  for (const [typed, version] of [
    ['sunset.wav', 'v1'],
    ['louder', 'v2'],
  ] as const) {
    await page.keyboard.press('Control+k');
    await expect(palette(page).getByRole('combobox')).toBeFocused();
    await page.keyboard.type(typed);
    await expect(active(page)).toContainText(typed);
    await page.keyboard.press('Enter');
    await expect(position(version)).toBeVisible();
  }
  await page.goBack();
  await expect(position('v1')).toBeVisible();
  expect(place(page)).toBe(`#/projects/${band.projectId}/cuts/${cutId}/files/${file.id}`);
});

test('a found vibe is scrolled into view, every time it is opened', async ({ band }) => {
  const { ana, projectId } = band;
  for (let number = 1; number <= 30; number += 1) {
    const vibeId = newId();
    await ana.command('vibe.create', { id: vibeId, projectId, name: `Sketch ${number}` });
    await ana.command('cut.create', { id: newId(), vibeId, name: `Take of ${number}` });
  }
  const { page } = await band.openApp(ana);
  // The newest is the first, so the oldest ones are far below.
  const vibe = page.getByRole('row', { name: /^Group Sketch 4,/ });
  await expect(page.getByRole('row', { name: /^Group Sketch 30,/ })).toBeVisible();
  await expect(vibe).toHaveCount(0);
  for (const time of ['first', 'second']) {
    await page.keyboard.press('Control+k');
    await expect(palette(page).getByRole('combobox')).toBeFocused();
    await page.keyboard.type('sketch 4');
    await expect(active(page)).toContainText('Sketch 4');
    await page.keyboard.press('Enter');
    await expect(vibe, time).toBeInViewport({ ratio: 1 });
    await expect(vibe, time).toBeFocused();
    await expect(cutRow(page, /^Song Take of 4 /)).toBeInViewport({ ratio: 1 });
    expect(place(page)).toMatch(new RegExp(`^#/projects/${projectId}/vibes/`));
    await page.keyboard.press('Home');
    await expect(page.getByRole('row', { name: /^Group Sketch 30,/ })).toBeFocused();
  }
});

test('a share link opens for anyone until it is revoked', async ({ band }) => {
  await makeCut(band);
  const { app, page } = await band.openApp(band.ana);
  const clipboard = () => app.evaluate((electron) => electron.clipboard.readText());
  const row = cutRow(page, /^Song Sunset take/);
  await row.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('row', { name: /sunset\.wav$/ })).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await page.keyboard.press('ArrowDown');
  await page.getByRole('menuitem', { name: 'Share a link…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Share sunset.wav' });

  await test.step('a password that is too short is refused', async () => {
    await chooseOption(dialog.getByRole('combobox', { name: 'Expires' }), 'in 1 week');
    await dialog.getByRole('textbox', { name: 'Password (optional)' }).fill('abc');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('4 characters');
    await dialog.getByRole('textbox', { name: 'Password (optional)' }).fill('');
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await page.keyboard.press('Enter');
  });

  const field = dialog.getByRole('textbox', { name: 'Link copied' });
  await expect(field).toBeFocused();
  const link = await field.inputValue();
  expect(await clipboard()).toBe(link);
  expect(await findAccessibilityViolations(page)).toEqual([]);

  const [address, token] = [new URL(link), link.split('/').at(-1)];
  const open = () => fetch(`${address.origin}/api/share/${token}`);
  const opened = await open();
  expect(opened.status).toBe(200);
  expect(await opened.json()).toMatchObject({ name: 'sunset.wav', needsPassword: false, isLocked: false });
  expect((await fetch(link)).headers.get('content-type')).toContain('text/html');

  await test.step('a revoked link no longer works, and the form is shown again', async () => {
    await dialog.getByRole('button', { name: /^Revoke the link: By you/ }).press('Enter');
    await expect(dialog.getByText('None', { exact: true })).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Create and copy link' })).toBeVisible();
    expect((await open()).status).toBe(404);
    expect((await fetch(`${address.origin}/api/share/${token}/download`)).status).toBe(404);
  });

  await test.step('sharing also starts from the song’s page', async () => {
    await page.keyboard.press('Escape');
    await row.press('Enter');
    await page.getByRole('button', { name: 'Share v1' }).press('Enter');
    await expect(dialog).toBeVisible();
  });
});
