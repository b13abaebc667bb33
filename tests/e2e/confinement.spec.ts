import { launchApp } from '../helpers/app.ts';
import { expect, test } from './band.ts';

test('a script in the page can’t reach the network, windows, devices or other pages', async ({ band }) => {
  await using running = await launchApp({ serverUrl: band.server.url });
  const { app, page } = running;
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

  // Code for the page is passed as text, because these tests have no DOM types.
  await test.step('it can’t connect, not even to the band’s server', async () => {
    const ask = `fetch('${band.server.url}/api/health').then(() => 'answered', () => 'refused')`;
    expect(await page.evaluate(ask)).toBe('refused');
  });

  await test.step('it can’t load a script that wasn’t shipped', async () => {
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'globalThis.intruder = true';
      document.body.append(script);
    }`);
    expect(await page.evaluate('globalThis.intruder === true')).toBe(false);
  });

  await test.step('it can’t open a window or another page', async () => {
    expect(await page.evaluate(`window.open('https://example.com') === null`)).toBe(true);
    await page.evaluate(`{ location.href = 'https://example.com/'; }`);
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  await test.step('it gets no permissions', async () => {
    expect(await page.evaluate('Notification.requestPermission()')).toBe('denied');
    const listen = `navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', () => 'refused')`;
    expect(await page.evaluate(listen)).toBe('refused');
  });
});
