import { newId } from '../../common/new-id.ts';
import type { Member } from '../../protocol/wire/member.ts';
import { makeWave, upload } from '../helpers/uploads.ts';
import { cutRow, findAccessibilityViolations } from './actions.ts';
import { expect, test } from './band.ts';

test('a project has an owner, a listener is offered nothing to change, and a deleted project comes back', async ({
  band,
}) => {
  const { server, ana, ben, projectId, projectName } = band;
  const target = { kind: 'song', projectId, cutId: newId(), vibe: { name: 'Desert' } } as const;
  await upload({ server, user: ana }, makeWave(), target, { name: 'Dune v1.wav' });
  await ana.command('member.setRole', { projectId, userId: ben.account.id, role: 'LISTENER' });
  const [{ page }, { page: bens }] = await Promise.all([band.openApp(ana), band.openApp(ben)]);
  const row = cutRow(bens, /^Song Dune/);
  await expect(row).toBeVisible();

  // A listener hears and comments, and is offered no upload, share or new song.
  await expect(page.getByRole('button', { name: 'New song', exact: true })).toBeVisible();
  await expect(bens.getByRole('button', { name: 'New song', exact: true })).toHaveCount(0);
  await row.press('Enter');
  await expect(bens.getByRole('textbox', { name: /^Comment/ })).toBeVisible();
  for (const name of ['Add new version…', 'Share v1', 'Approve'])
    await expect(bens.getByRole('button', { name, exact: true })).toHaveCount(0);

  // Ana makes Ben the owner; from then on nobody can remove him.
  await page.getByRole('button', { name: 'Options for Ben' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Make owner…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Make owner' }).click();
  // The screen shows it before the server knows it.
  const owners = async () => {
    const { body } = await ana.request('GET', `/api/projects/${projectId}`);
    return body.members.filter((one: { isOwner?: true }) => one.isOwner).map(({ user }: Member) => user.name);
  };
  await expect.poll(owners).toEqual(['Ben']);
  const ofBen = page.getByRole('button', { name: 'Options for Ben' });
  const block = page.getByRole('menuitem', { name: 'Block Ben…' });
  await ofBen.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Make owner…' })).toHaveCount(0);
  await expect(page.getByRole('menuitem', { name: 'Remove from project…' })).toHaveCount(0);

  // She can block him all the same, and end that.
  await block.click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Block', exact: true }).click();
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await ofBen.press('Enter');
  await page.getByRole('menuitem', { name: 'Unblock Ben' }).click();
  await ofBen.press('Enter');
  await expect(block).toBeVisible();
  await block.press('Escape');
  const evicting = await ana.tryCommand('member.remove', { projectId, userId: ben.account.id });
  expect(evicting).toMatchObject({ ok: false, kind: 'forbidden' });

  // Ben deletes the project, for Ana too, and brings it back.
  const options = bens.getByRole('button', { name: `Options for ${projectName}`, exact: true });
  await options.first().press('Enter');
  await bens.getByRole('menuitem', { name: 'Delete project…' }).click();
  await bens.getByRole('alertdialog').getByRole('button', { name: 'Delete project' }).click();
  const listed = page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: projectName });
  await expect(listed).toHaveCount(0);
  await bens.getByRole('button', { name: /^Account:/ }).press('Enter');
  await bens.getByRole('menuitem', { name: 'Deleted…' }).click();
  const dialog = bens.getByRole('dialog', { name: 'Deleted', exact: true });
  await expect(dialog.getByRole('listitem')).toContainText(/Deleted by Ben .* (29|30) days left/);
  expect(await findAccessibilityViolations(bens), 'the list of what was deleted').toEqual([]);
  await dialog.getByRole('button', { name: `Restore ${projectName}` }).click();
  await expect(bens.getByRole('dialog', { name: 'Nothing deleted' })).toBeVisible();
  await expect(listed).toBeVisible();
});
