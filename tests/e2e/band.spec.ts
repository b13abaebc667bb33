import { newId } from '../../common/new-id.ts';
import { launchApp } from '../helpers/app.ts';
import { registerUser } from '../helpers/server.ts';
import { cutRow } from './actions.ts';
import { expect, test } from './band.ts';

test('an invitation from one app works in another, and a removed member loses access', async ({ band }) => {
  const cy = await registerUser(band.server, { name: 'Cy' });
  const ana = await band.openApp(band.ana);
  await ana.page
    .getByRole('region', { name: 'Bandmates' })
    .getByRole('button', { name: 'Invite a bandmate' })
    .click();
  await ana.page.getByRole('radio', { name: 'One person, by email' }).check();
  await ana.page.getByRole('textbox', { name: 'Email' }).fill(cy.email);
  await ana.page.getByRole('button', { name: 'Create link' }).click();
  const link = await ana.page.getByRole('textbox', { name: 'Invitation link' }).inputValue();
  expect(link).toContain(band.server.url);
  await ana.page.getByRole('button', { name: 'Done' }).click();

  await using cys = await launchApp({
    serverUrl: band.server.url,
    env: { BANDMATE_EMAIL: cy.email, BANDMATE_PASSWORD: cy.password },
  });
  await cys.page.getByRole('button', { name: 'Accept an invitation' }).first().click();
  await cys.page.getByRole('textbox', { name: 'Invitation link' }).fill(link);
  await cys.page.getByRole('button', { name: 'Join project' }).click();
  await expect(cys.page.getByRole('heading', { level: 1, name: band.projectName })).toBeVisible();
  const bandmates = ana.page.getByRole('region', { name: 'Bandmates' });
  await expect(bandmates.getByRole('listitem').filter({ hasText: 'Cy' })).toBeVisible();

  await ana.page.getByRole('button', { name: 'Options for Cy' }).click();
  await ana.page.getByRole('menuitem', { name: 'Remove from project…' }).click();
  await ana.page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(bandmates.getByRole('listitem').filter({ hasText: 'Cy' })).toHaveCount(0);
  await expect(
    cys.page.getByRole('region', { name: 'Projects' }).getByRole('link', { name: band.projectName }),
  ).toHaveCount(0);
  await expect(cys.page.getByRole('heading', { name: 'This project is gone' })).toBeVisible();
  await expect(cys.page.getByRole('button', { name: 'New song' })).toHaveCount(0);
  await expect(cys.page.getByRole('complementary', { name: 'Activity' })).toHaveCount(0);
});

test('changes to vibes and cuts appear on the other’s screen', async ({ band }) => {
  const [ideas, songs] = [newId(), newId()];
  await band.ana.command('vibe.create', { id: ideas, projectId: band.projectId, name: 'Ideas' });
  await band.ana.command('vibe.create', { id: songs, projectId: band.projectId, name: 'Songs' });
  await band.ana.command('cut.create', { id: newId(), vibeId: ideas, name: 'Hum' });
  const [ana, ben] = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);

  await test.step('a new vibe', async () => {
    await ben.page.getByRole('button', { name: 'New song' }).click();
    await ben.page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Late <b>Night</b>');
    await ben.page.getByRole('button', { name: 'Create song' }).click();
    await expect(ana.page.getByRole('row', { name: /^Group Late <b>Night<\/b>, / })).toBeVisible();
  });

  await test.step('a cut dragged to another vibe', async () => {
    await cutRow(ana.page, /^Song Hum in Ideas/).dragTo(ana.page.getByRole('row', { name: /^Group Songs/ }));
    await expect(cutRow(ben.page, /^Song Hum in Songs/)).toBeVisible();
  });

  await test.step('the same with the keyboard', async () => {
    await cutRow(ben.page, /^Song Hum in Songs/).focus();
    await ben.page.keyboard.press('m');
    await ben.page.getByRole('radio', { name: 'Ideas' }).check();
    await ben.page.getByRole('button', { name: 'Move' }).click();
    await expect(cutRow(ana.page, /^Song Hum in Ideas/)).toBeVisible();
  });

  await test.step('a new name', async () => {
    await cutRow(ben.page, /^Song Hum /).focus();
    await ben.page.keyboard.press('F2');
    await ben.page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Hum, slower');
    await ben.page.getByRole('button', { name: 'Rename' }).click();
    await expect(cutRow(ana.page, /^Song Hum, slower in Ideas/)).toBeVisible();
  });

  await test.step('only an admin can delete, after a confirmation', async () => {
    await ben.page.getByRole('button', { name: 'Options for Hum, slower' }).click();
    await expect(ben.page.getByRole('menuitem', { name: 'Rename…' })).toBeVisible();
    await expect(ben.page.getByRole('menuitem', { name: 'Delete…' })).toHaveCount(0);
    await ben.page.keyboard.press('Escape');
    await ana.page.getByRole('button', { name: 'Options for Hum, slower' }).click();
    await ana.page.getByRole('menuitem', { name: 'Delete…' }).click();
    const question = ana.page.getByRole('alertdialog', { name: 'Delete Hum, slower?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(cutRow(ana.page, /^Song Hum, slower /)).toBeVisible();
    await cutRow(ana.page, /^Song Hum, slower /).focus();
    await ana.page.keyboard.press('Delete');
    await question.getByRole('button', { name: 'Delete song' }).click();
    await expect(cutRow(ben.page, /^Song /)).toHaveCount(0);
  });
});
