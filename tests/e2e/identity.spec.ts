import type { Page } from '@playwright/test';
import type { ServerConfig } from '../../server/config.ts';
import { launchApp } from '../helpers/app.ts';
import { startProvider, type TestProvider } from '../helpers/oidc.ts';
import { findAccessibilityViolations } from './actions.ts';
import { expect, test as webTest } from './web.ts';

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
