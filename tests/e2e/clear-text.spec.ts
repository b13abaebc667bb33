import { expect, type Page } from '@playwright/test';
import { test } from './scenes.ts';

async function signIn(page: Page, server: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Server' }).fill(server);
  await page.getByRole('textbox', { name: 'Email' }).fill('ana@band.example');
  await page.getByLabel('Password').fill('four rusty strings');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const question = (page: Page) => page.getByRole('alertdialog', { name: 'This server isn’t encrypted' });

test('asks once before a password goes to a server unencrypted', async ({ scenesUrl, plainBrowser }) => {
  const context = await plainBrowser.newContext();
  const page = await context.newPage();
  await page.goto(`${scenesUrl}?scene=signed-out`);
  await signIn(page, 'http://band.example');
  await expect(question(page)).toContainText('your password, your band’s music');
  await page.keyboard.press('Escape');
  await expect(question(page)).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await question(page).getByRole('button', { name: 'Continue anyway' }).click();
  await expect(page.getByRole('button', { name: /^Account/ })).toBeVisible();

  await page.goto(`${scenesUrl}?scene=signed-out`);
  await signIn(page, 'http://band.example');
  await expect(page.getByRole('button', { name: /^Account/ })).toBeVisible();

  await page.goto(`${scenesUrl}?scene=signed-out`);
  await signIn(page, 'http://other.example');
  await expect(question(page)).toBeVisible();
  await context.close();
});

test('asks nothing for https and for a server in the studio, and a page says that it came unencrypted', async ({
  scenesUrl,
  plainBrowser,
}) => {
  const context = await plainBrowser.newContext();
  const page = await context.newPage();
  for (const server of ['https://band.example', 'http://192.168.1.20:3000', 'localhost:3000']) {
    await page.goto(`${scenesUrl}?scene=signed-out`);
    await signIn(page, server);
    await expect(page.getByRole('button', { name: /^Account/ })).toBeVisible();
  }
  await page.goto(`${scenesUrl}?scene=signed-out-unencrypted`);
  await expect(page.getByText('This page isn’t encrypted.')).toBeVisible();
  await page.goto(`${scenesUrl}?scene=signed-out`);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByText('This page isn’t encrypted.')).toHaveCount(0);
  await context.close();
});
