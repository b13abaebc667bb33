import { join } from 'node:path';
import { askRunningServer } from '../../server/operator/local-channel.ts';
import { findAccessibilityViolations } from './actions.ts';
import { expect, fillSignIn, test } from './web.ts';

test('an admin of the server announces something and disables an account, which is signed out', async ({
  band,
  web,
  folder,
}) => {
  const { ana, ben } = band;
  const made = await askRunningServer(join(folder, 'server'), {
    command: 'make-admin',
    input: { account: ana.email },
  });
  expect(made?.ok).toBe(true);
  const bens = await web.signIn(ben);
  await expect(bens.getByRole('region', { name: 'Announcement' })).toHaveCount(0);
  await bens.goto(`${band.server.url}/#/admin`);
  await expect(bens.getByText('Only admins of this server can manage it')).toBeVisible();

  const anas = await web.signIn(ana);
  await anas.getByRole('button', { name: /^Account: / }).click();
  await anas.getByRole('menuitem', { name: 'Manage server…' }).click();
  await expect(anas.getByRole('list', { name: 'Accounts' }).getByRole('listitem')).toHaveCount(2);
  expect(await findAccessibilityViolations(anas)).toEqual([]);

  await anas.getByRole('radio', { name: 'Access' }).check();
  await anas.getByRole('textbox', { name: 'Text' }).fill('The server restarts at six.');
  await anas.getByRole('button', { name: 'Announce', exact: true }).click();
  const banner = bens.getByRole('region', { name: 'Announcement' });
  await expect(banner).toContainText('The server restarts at six.');
  await banner.getByRole('button', { name: 'Dismiss' }).click();
  await expect(banner).toHaveCount(0);

  const onlyInvited = anas.getByRole('radio', { name: 'Only people you invite' });
  await onlyInvited.click();
  await expect(onlyInvited).toBeChecked();
  await anas.getByRole('textbox', { name: 'Email' }).fill('cleo@band.example');
  await anas.getByRole('button', { name: 'Invite', exact: true }).click();
  const link = await anas.getByRole('textbox', { name: 'Link' }).inputValue();
  await anas.getByRole('button', { name: 'Done' }).click();
  const cleos = await web.open('/');
  await cleos.getByRole('button', { name: 'Create an account' }).click();
  await cleos.getByRole('textbox', { name: 'Paste an invitation link' }).fill(link);
  await expect(cleos.getByRole('textbox', { name: 'Email' })).toHaveValue('cleo@band.example');
  await cleos.getByRole('textbox', { name: 'Your name' }).fill('Cleo');
  await cleos.getByRole('textbox', { name: 'Password' }).fill('four rusty strings');
  await cleos.getByRole('button', { name: 'Create account' }).click();
  await expect(cleos.getByRole('contentinfo')).toBeVisible();

  await anas.getByRole('radio', { name: 'Accounts' }).check();
  await anas.getByRole('textbox', { name: 'Search accounts' }).or(anas.getByRole('searchbox')).fill('Ben');
  await expect(anas.getByRole('list', { name: 'Accounts' }).getByRole('listitem')).toHaveCount(1);
  await anas.getByRole('button', { name: 'Options for Ben' }).click();
  await anas.getByRole('menuitem', { name: 'Disable…' }).click();
  await expect(anas.getByRole('alertdialog')).toContainText(ben.email);
  await anas.getByRole('button', { name: 'Disable account' }).click();
  await expect(anas.getByText('Disabled', { exact: true }).first()).toBeVisible();

  await anas.getByRole('radio', { name: 'Audit log' }).check();
  const log = anas.getByRole('list', { name: 'Audit log' }).getByRole('listitem');
  await expect(log.filter({ hasText: 'Disabled an account' })).toContainText(
    new RegExp(`${ana.email} *Disabled an account ${ben.email}`),
  );

  const again = await web.open('/');
  await fillSignIn(again, ben);
  await expect(again.getByRole('alert')).toContainText('This account is disabled');
});
