import { type MailServer, openMailServer, tokenIn } from '../helpers/mail-server.ts';
import { request } from '../helpers/server.ts';
import { findAccessibilityViolations } from './actions.ts';
import { expect, fillSignIn, test as webTest } from './web.ts';

const test = webTest.extend<{ mail: MailServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from this pattern.
  mail: async ({}, use) => {
    const mail = await openMailServer();
    await use(mail);
    await mail.close();
  },
  serverConfig: async ({ mail }, use) => use({ smtpUrl: mail.url }),
});

test('an account is recovered by the link of a mail, changed, exported and deleted', async ({
  band,
  web,
  mail,
}) => {
  const { ben } = band;
  const page = await web.open('/');
  await page.getByRole('textbox', { name: 'Email' }).fill(ben.email);
  await page.getByRole('button', { name: 'Forgot your password?' }).click();
  await expect(page.getByRole('textbox', { name: 'Email' })).toHaveValue(ben.email);
  await page.getByRole('button', { name: 'Send link' }).click();
  await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();

  const token = tokenIn(await mail.mailTo(ben.email, 1));
  await page.goto(`${band.server.url}/reset?token=${token}`);
  await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
  expect(page.url()).toBe(`${band.server.url}/#/reset/${token}`);
  const password = page.getByRole('textbox', { name: 'New password' });
  await password.fill('password123');
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(password).toHaveAccessibleDescription(/easy to guess/);
  expect(await findAccessibilityViolations(page)).toEqual([]);
  await password.fill('four rusty strings');
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByRole('heading', { name: 'Password changed' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await fillSignIn(page, { ...ben, password: 'four rusty strings' });
  await expect(page.getByRole('contentinfo')).toBeVisible();

  // The password is changed in the settings, and the next sign-in needs the new one.
  await page.keyboard.press('Control+,');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('button', { name: 'Change password' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change password' });
  await dialog.getByLabel('Current password').fill('not this one');
  await dialog.getByLabel('New password').fill('six rusty strings');
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('That password is wrong.');
  await dialog.getByLabel('Current password').fill('four rusty strings');
  expect(await findAccessibilityViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(settings.getByText('All other devices were signed out.')).toBeVisible();
  expect(
    (await request(band.server, 'POST', '/api/auth/login', { ...ben, password: 'six rusty strings' })).status,
  ).toBe(200);

  // Deleting the account says what stays, asks for the password, and ends at the sign-in.
  const download = page.waitForEvent('download');
  await settings.getByRole('button', { name: 'Export your data' }).click();
  expect((await download).suggestedFilename()).toBe('BandMate data.zip');
  await settings.getByRole('button', { name: 'Delete account' }).click();
  const end = page.getByRole('dialog', { name: 'Delete your account?' });
  await expect(end.getByText('under your name')).toBeVisible();
  await end.getByLabel('Current password').fill('six rusty strings');
  expect(await findAccessibilityViolations(page)).toEqual([]);
  await end.getByRole('button', { name: 'Delete account' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

  // The link is used up.
  await page.goto(`${band.server.url}/reset?token=${token}`);
  await page.getByRole('textbox', { name: 'New password' }).fill('five rusty strings');
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByRole('heading', { name: 'This link no longer works' })).toBeVisible();
});
