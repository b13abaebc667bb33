import { newId } from '../../common/new-id.ts';
import { formatJoinLink } from '../../protocol/ipc/invitation-link.ts';
import { launchApp } from '../helpers/app.ts';
import { registerUser } from '../helpers/server.ts';
import { findAccessibilityViolations } from './actions.ts';
import { expect, test } from './band.ts';

test('a link opens the app, which asks before it speaks to a server that it doesn’t know', async ({
  band,
}) => {
  const cy = await registerUser(band.server, { name: 'Cy' });
  const invitation = { id: newId(), projectId: band.projectId, role: 'LISTENER' } as const;
  const { token, url } = await band.ana.command('project.invite', invitation);
  const hostile = formatJoinLink({ serverUrl: 'http://studio.example', token });
  await using running = await launchApp({ serverUrl: band.server.url, args: [hostile] });
  const { page } = running;
  const question = page.getByRole('heading', { name: 'Open an invitation from studio.example?' });
  await expect(question).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('isn’t encrypted');
  expect(await findAccessibilityViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Not now' }).press('Enter');

  await page.getByRole('button', { name: 'Paste an invitation link' }).click();
  await page.getByRole('textbox', { name: 'Paste an invitation link' }).fill(url);
  await expect(page.getByRole('region', { name: 'Invitation' })).toContainText(
    'Ana invited you to Summer EP',
  );
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('textbox', { name: 'Email' }).fill(cy.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(cy.password);
  await page.getByRole('button', { name: 'Sign in and join' }).click();
  await expect(page.getByRole('heading', { level: 1, name: band.projectName })).toBeVisible();

  // Signed in, another server is not even asked who invites.
  await page.evaluate(
    (place) => {
      window.location.hash = place;
    },
    `#/join/${token}/${encodeURIComponent('https://studio.example')}`,
  );
  const elsewhere = page.getByRole('dialog', { name: 'An invitation from studio.example' });
  await expect(elsewhere).toContainText('as Cy');
  await elsewhere.getByRole('button', { name: 'Sign out…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Open an invitation from studio.example?' })).toBeVisible();
});
