import { launchApp } from '../helpers/app.ts';
import { expect, test } from './band.ts';

test('script in the page can reach neither network, windows, devices nor other pages', async ({ band }) => {
  await using running = await launchApp({ serverUrl: band.server.url });
  const { app, page } = running;
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

  // What runs in the page is text: the tests' own types know no page.
  await test.step('no connection of its own, not even to the band’s server', async () => {
    const ask = `fetch('${band.server.url}/api/health').then(() => 'answered', () => 'refused')`;
    expect(await page.evaluate(ask)).toBe('refused');
  });

  await test.step('no script that was not shipped', async () => {
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'globalThis.intruder = true';
      document.body.append(script);
    }`);
    expect(await page.evaluate('globalThis.intruder === true')).toBe(false);
  });

  await test.step('no new window and no other page', async () => {
    expect(await page.evaluate(`window.open('https://example.com') === null`)).toBe(true);
    await page.evaluate(`{ location.href = 'https://example.com/'; }`);
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  await test.step('no permission', async () => {
    expect(await page.evaluate('Notification.requestPermission()')).toBe('denied');
    const listen = `navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', () => 'refused')`;
    expect(await page.evaluate(listen)).toBe('refused');
  });
});
