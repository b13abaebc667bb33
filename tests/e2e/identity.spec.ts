import type { Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import type { ServerConfig } from '../../server/config.ts';
import { launchApp } from '../helpers/app.ts';
import { startProvider, type TestProvider } from '../helpers/oidc.ts';
import { findAccessibilityViolations } from './actions.ts';
import { expect, fillSignIn, test as webTest } from './web.ts';

const test = webTest.extend<{ provider: TestProvider; serverConfig: Partial<ServerConfig> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from this pattern.
  provider: async ({}, use) => {
    const provider = await startProvider();
    await use(provider);
    await provider.stop();
  },
  serverConfig: async ({ provider }, use) => use({ providers: [provider.config] }),
});

const cy = { sub: 'cy', email: 'cy@example.com', email_verified: true, name: 'Cy' };

const signInAtProvider = async (page: Page) => {
  await page.getByRole('button', { name: 'Continue with Google' }).click();
  await page.getByRole('button', { name: 'Sign in as Cy' }).click();
};

test('a browser signs in with a provider, is live at once, and shows it in the settings', async ({
  band,
  provider,
  web,
}) => {
  const redirectUris = [`${band.server.url}/api/auth/google/callback`];
  await provider.control({ redirectUris, user: cy, isAsking: true, isRefusing: true });
  const page = await web.open('/');
  await signInAtProvider(page);
  await expect(page.getByRole('heading', { name: 'You didn’t sign in with Google' })).toBeVisible();
  await page.getByRole('link', { name: 'Back to BandMate' }).click();

  await provider.control({ isRefusing: false });
  await signInAtProvider(page);
  await expect(page.getByRole('heading', { name: 'Welcome, Cy' })).toBeVisible();
  // Socket.IO takes the cookie that came beside the redirect.
  await expect(page.getByRole('status', { name: /^Connection: Online/ })).toBeVisible();

  await page.getByRole('button', { name: 'Account: Cy' }).click();
  await page.getByRole('menuitem', { name: /^Settings/ }).click();
  await page.getByRole('tab', { name: 'Sign-in and security' }).click();
  const connected = page.getByRole('region', { name: 'Connected accounts' });
  await connected.getByRole('button', { name: 'Disconnect Google' }).click();
  await expect(page.getByText('This is your only way to sign in.')).toBeVisible();
  await expect(connected.getByText('Connected', { exact: true })).toBeVisible();
});

test('the app signs in through the browser with a provider', async ({ band, provider, web }) => {
  const redirectUris = [`${band.server.url}/api/auth/google/callback`];
  await provider.control({ redirectUris, user: cy, isAsking: true });
  await using running = await launchApp({ serverUrl: band.server.url });
  const { app, page } = running;
  await app.evaluate(({ shell }) => {
    shell.openExternal = async (address) => {
      (globalThis as { opened?: string }).opened = address;
    };
  });
  await page.getByRole('button', { name: 'Continue with Google' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Finish signing in' })).toBeVisible();
  const opened = () => app.evaluate(() => (globalThis as { opened?: string }).opened ?? '');
  await expect.poll(opened).toContain('/api/auth/google?');

  const browser = await web.open((await opened()).slice(band.server.url.length));
  await browser.getByRole('button', { name: 'Sign in as Cy' }).click();
  await expect(browser.getByText('Continue only if you just chose')).toBeVisible();
  expect(await findAccessibilityViolations(browser)).toEqual([]);
  await browser.getByRole('button', { name: 'Continue as Cy' }).click();
  await expect(browser.getByRole('heading', { name: 'You’re signed in' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Welcome, Cy' })).toBeVisible();
});

test('two-step sign-in is turned on in a browser, and asked for there and in the app', async ({
  band,
  web,
}) => {
  const page = await web.signIn(band.ben);
  await page.getByRole('button', { name: 'Account: Ben' }).click();
  await page.getByRole('menuitem', { name: /^Settings/ }).click();
  await page.getByRole('tab', { name: 'Sign-in and security' }).click();
  const section = page.getByRole('region', { name: 'Two-step sign-in' });
  await section.getByRole('button', { name: 'Turn on…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Turn on two-step sign-in' });
  const picture = dialog.getByRole('img', { name: /QR code/ });
  // Cameras need a light ground, in the dark theme too.
  await expect(picture.locator('rect')).toHaveAttribute('fill', 'white');
  expect(await findAccessibilityViolations(page)).toEqual([]);
  const key = ((await dialog.locator('code').textContent()) ?? '').replaceAll(' ', '');
  const totp = new TOTP({ secret: Secret.fromBase32(key) });
  await dialog.getByRole('textbox', { name: 'Code' }).fill(totp.generate());
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  const codes = page.getByRole('list', { name: 'Recovery codes' });
  const [recoveryCode = ''] = await codes.getByRole('listitem').allInnerTexts();
  await page.getByRole('button', { name: 'I’ve kept them' }).click();
  await expect(section.getByRole('status')).toHaveText('On · 10 recovery codes left');

  const other = await web.open('/');
  await fillSignIn(other, band.ben);
  await other.getByRole('textbox', { name: 'Code' }).fill('000000');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByText('That code is wrong or was already used.')).toBeVisible();
  // The code of the next half minute: this one's was used.
  await other.getByRole('textbox', { name: 'Code' }).fill(totp.generate({ timestamp: Date.now() + 30_000 }));
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByRole('contentinfo')).toBeVisible();

  await using running = await launchApp({ serverUrl: band.server.url });
  await fillSignIn(running.page, band.ben);
  await running.page.getByRole('textbox', { name: 'Code' }).fill(recoveryCode);
  await running.page.getByRole('button', { name: 'Sign in' }).click();
  await expect(running.page.getByRole('contentinfo')).toBeVisible();
});
