import type { Locator, Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { sine, writePcm } from '../helpers/pcm.ts';
import { newCut, upload } from '../helpers/uploads.ts';
import { findAccessibilityViolations } from './actions.ts';
import { type Band, expect } from './band.ts';
import { addCy } from './three.ts';
import { test } from './web.ts';

const room = (page: Page) => page.getByRole('region', { name: 'Room of Summer EP' });
const position = (page: Page) =>
  page.getByRole('region', { name: 'Player' }).getByRole('slider', { name: /^Position in Sunset Groove/ });

async function addSong({ server, ana, projectId }: Band): Promise<void> {
  const bytes = writePcm('wav-16', sine(60, { sampleRate: 8_000 }));
  const destination = newCut(projectId, 'Sunset Groove', { name: 'Rough mixes' });
  await upload({ server, user: ana }, bytes, destination, { name: 'Sunset Groove.wav' });
}

/** Chooses an entry of the menu of a button with the keyboard. */
async function choose(button: Locator, entry: string): Promise<void> {
  await button.press('ArrowDown');
  const item = button.page().getByRole('menuitem', { name: entry, exact: true });
  await item.press('Enter');
}

test('a message of the room is counted, reacted to, and made an open point that stays linked', async ({
  band,
  web,
}) => {
  await addSong(band);
  const [ana, ben, cy] = await Promise.all([
    band.openApp(band.ana),
    band.openApp(band.ben),
    addCy(band).then((person) => web.signIn(person, `/#/projects/${band.projectId}/room`)),
  ]);
  const text = 'The snare is hot at Sunset Groove v1 @ 0:42';
  await band.ana.command('room.send', { id: newId(), projectId: band.projectId, text });

  await test.step('the sidebar counts it until it is read', async () => {
    const project = ben.page.getByRole('link', { name: /Summer EP 1 unread message/ });
    await expect(project).toBeVisible();
    await expect(ana.page.getByRole('link', { name: /Summer EP .*unread/ })).toHaveCount(0);
    for (const { page } of [ana, ben]) {
      await page.getByRole('tab', { name: /^Room/ }).press('Enter');
      await expect(room(page).getByRole('article')).toHaveCount(1);
    }
    await expect(project).toHaveCount(0);
  });

  await test.step('a reaction is seen by everybody', async () => {
    await choose(room(ben.page).getByRole('button', { name: 'React to Ana' }), 'Heart');
    await expect(room(ana.page).getByRole('button', { name: 'Heart 1: Ben' })).toBeVisible();
    await room(ana.page).getByRole('button', { name: 'Heart 1: Ben' }).press('Enter');
    for (const page of [ben.page, cy])
      await expect(room(page).getByRole('button', { name: 'Heart 2: Ben, Ana' })).toBeVisible();
  });

  await test.step('its moment is where the open point begins', async () => {
    await room(ben.page).getByRole('button', { name: 'Make an open point' }).press('Enter');
    const dialog = ben.page.getByRole('dialog', { name: 'Make an open point' });
    await expect(dialog.getByRole('button', { name: 'Song: Sunset Groove' })).toBeVisible();
    await expect(dialog.getByRole('textbox', { name: 'Moment' })).toHaveValue('0:42.0');
    for (const colorScheme of ['dark', 'light'] as const) {
      await ben.page.emulateMedia({ colorScheme });
      expect(await findAccessibilityViolations(ben.page), colorScheme).toEqual([]);
    }
    await dialog.getByRole('textbox', { name: 'Comment' }).fill('Snare down');
    await dialog.getByRole('textbox', { name: 'Comment' }).press('Enter');
    await expect(dialog).toHaveCount(0);
  });

  await test.step('the message leads to the point, and the point to the message', async () => {
    const link = room(ana.page).getByRole('link', { name: /^Open point Sunset Groove/ });
    await link.press('Enter');
    await expect(ana.page.getByRole('heading', { level: 2, name: 'Sunset Groove' })).toBeVisible();
    const tab = ana.page.getByRole('tab', { name: /^Comments/ });
    await tab.press('Enter');
    const point = ana.page.getByRole('article', { name: 'Comment by Ben at 0:42.0' });
    await expect(point).toContainText('Snare down');
    await point.getByRole('button', { name: 'Resolve the comment by Ben at 0:42.0' }).press('Enter');
    for (const page of [ben.page, cy])
      await expect(room(page).getByRole('link', { name: /^Resolved Sunset Groove/ })).toBeVisible();
    await ana.page.getByRole('radio', { name: 'Resolved 1' }).press('Space');
    await point.getByRole('link', { name: 'From a message in the room' }).press('Enter');
    await expect(room(ana.page).getByRole('article', { name: /^You/ })).toHaveAttribute(
      'aria-current',
      'true',
    );
  });

  await test.step('in a browser, the moment opens the song there, and its answer is read by everybody', async () => {
    await room(cy).getByRole('button', { name: 'Go to Sunset Groove v1 @ 0:42' }).press('Enter');
    await expect(cy.getByRole('heading', { level: 2, name: 'Sunset Groove' })).toBeVisible();
    await expect(position(cy)).toHaveAttribute('aria-valuenow', '42');
    await cy.getByRole('tab', { name: /^Room/ }).press('Enter');
    await room(cy).getByRole('textbox', { name: 'Message Summer EP' }).fill('Yes, from four');
    await cy.keyboard.press('Enter');
    for (const page of [ana.page, ben.page]) await expect(room(page)).toContainText('Yes, from four');
    for (const colorScheme of ['dark', 'light'] as const) {
      await cy.emulateMedia({ colorScheme });
      expect(await findAccessibilityViolations(cy), colorScheme).toEqual([]);
    }
  });
});

test('a moment in a direct message opens the song there without playing, and the composer inserts one', async ({
  band,
}) => {
  await addSong(band);
  const [ana, ben] = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);
  const chatOf = async (page: Page, name: string) => {
    const people = page.getByRole('region', { name: 'Bandmates' });
    await people.getByRole('button', { name: new RegExp(`^${name} `) }).press('Enter');
    return page.getByRole('region', { name: `Chat with ${name}` });
  };
  const anas = await chatOf(ana.page, 'Ben');
  await anas.getByRole('textbox').fill('Softer here? Sunset Groove v1 @ 0:10');
  await anas.getByRole('textbox').press('Enter');
  const bens = await chatOf(ben.page, 'Ana');
  await bens.getByRole('button', { name: 'Go to Sunset Groove v1 @ 0:10' }).press('Enter');
  await expect(ben.page.getByRole('heading', { level: 2, name: 'Sunset Groove' })).toBeVisible();
  await expect(position(ben.page)).toHaveAttribute('aria-valuenow', '10');
  await expect(ben.page.getByRole('button', { name: /^Pause (?!while)/ })).toHaveCount(0);
  expect(await findAccessibilityViolations(ben.page)).toEqual([]);

  await bens.getByRole('textbox').fill('Yes, ');
  await bens.getByRole('textbox').press('Control+j');
  await expect(bens.getByRole('textbox')).toHaveValue('Yes, Sunset Groove v1 @ 0:10 ');
  await bens.getByRole('textbox').press('Enter');
  await expect(anas.getByRole('button', { name: 'Go to Sunset Groove v1 @ 0:10' })).toHaveCount(2);
});
