import { expect, test } from '@playwright/test';
import { launchApp } from '../helpers/app.ts';
import { findAccessibilityViolations } from './actions.ts';

test('the app opens the sign-in screen without errors or warnings', async () => {
  await using running = await launchApp();
  const { app, page } = running;
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  // As text, since it runs in the page.
  await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    console.error('policy:', event.effectiveDirective, event.blockedURI, event.sourceFile, event.lineNumber))`);
  // The window was open before we listened. After a reload nothing is missed, and a reload needs a loaded page.
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.reload();

  await test.step('a new user is asked to sign in', async () => {
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await expect(page.getByLabel('Password')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
  });

  await test.step('the page can reach only the bridge', async () => {
    expect(await page.evaluate(() => typeof Reflect.get(globalThis, 'bandmate'))).toBe('object');
    expect(await page.evaluate(() => ['require', 'process'].filter((name) => name in globalThis))).toEqual(
      [],
    );
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  await test.step('there are no accessibility violations', async () => {
    expect(await findAccessibilityViolations(page)).toEqual([]);
  });

  expect(complaints).toEqual([]);
});
