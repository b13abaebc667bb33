import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { formatJoinLink } from '../../protocol/ipc/invitation-link.ts';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import { dropFiles, launchApp } from '../helpers/app.ts';
import { registerUser } from '../helpers/server.ts';
import { findAccessibilityViolations } from './actions.ts';
import { expect, test } from './web.ts';

/** Seconds of each act in the keystroke-level model (Card, Moran and Newell), for an average typist. */
const seconds = { key: 0.2, point: 1.1, press: 0.2, toOtherDevice: 0.4, think: 1.35 };

/** Does what a person does with their hands, and counts it. */
function createHands() {
  const counted = { fields: 0, clicks: 0, keys: 0, seconds: 0 };
  let isAtMouse = true;
  const reach = (mouse: boolean) => {
    if (isAtMouse !== mouse) counted.seconds += seconds.toOtherDevice;
    isAtMouse = mouse;
  };
  const keys = (count: number) => {
    reach(false);
    counted.keys += count;
    counted.seconds += count * seconds.key;
  };
  const point = () => {
    reach(true);
    counted.clicks += 1;
    counted.seconds += seconds.think + seconds.point + seconds.press;
  };
  return {
    counted,
    async click(what: Locator) {
      point();
      await what.click();
    },
    /** Types into the field that has the focus already. */
    async type(field: Locator, text: string) {
      await expect(field).toBeFocused();
      counted.fields += 1;
      counted.seconds += seconds.think;
      keys(text.length);
      await field.page().keyboard.insertText(text);
    },
    async press(page: Page, key: string) {
      keys(1);
      await page.keyboard.press(key);
    },
    /** Picks a file up in a file manager, and drops it. */
    async drop(page: Page, place: Locator, path: string) {
      point();
      counted.seconds += seconds.point + seconds.press;
      await dropFiles(page, place, [path]);
    },
    /** Sends the copied link in a chat, or opens it there. */
    pasteElsewhere() {
      point();
      keys(3);
    },
    openElsewhere: point,
  };
}

test('from nothing to a bandmate hearing a bounce: under a minute of hands-on time', async ({
  band,
  web,
  folder,
}) => {
  const hands = createHands();
  const bounce = join(folder, 'Night Drive v1.wav');
  await writeBounce(bounce, { format: 'wav-24', frames: 240_000 });
  await using running = await launchApp();
  const { page, app } = running;

  await test.step('the founder signs up', async () => {
    await hands.click(page.getByRole('button', { name: 'Create an account' }));
    await hands.type(page.getByRole('textbox', { name: 'Server' }), band.server.url);
    await hands.press(page, 'Tab');
    await hands.type(page.getByRole('textbox', { name: 'Your name' }), 'Fay');
    await hands.press(page, 'Tab');
    await hands.type(page.getByRole('textbox', { name: 'Email' }), 'fay@band.example');
    await hands.press(page, 'Tab');
    await hands.type(page.getByRole('textbox', { name: 'Password' }), 'four rusty strings');
    await hands.press(page, 'Enter');
  });

  await test.step('names the project, drops a bounce and makes the link', async () => {
    await hands.type(page.getByRole('textbox', { name: 'Name of your project' }), 'Night Drive');
    await hands.press(page, 'Enter');
    const steps = page.getByRole('region', { name: 'First steps' });
    await expect(page.getByRole('heading', { level: 1, name: 'Night Drive' })).toBeVisible();
    await hands.drop(page, steps, bounce);
    await expect(page.getByRole('row', { name: /^Song Night Drive/ })).toBeVisible();
    await hands.click(
      page.getByRole('region', { name: 'Next step' }).getByRole('button', { name: 'Invite your band…' }),
    );
    await expect(page.getByRole('radio', { name: 'Anyone with the link' })).toBeFocused();
    await hands.press(page, 'Enter');
    await expect(page.getByRole('dialog', { name: 'Link copied' })).toBeVisible();
    hands.pasteElsewhere();
  });

  const link = await app.evaluate(({ clipboard }) => clipboard.readText());
  hands.openElsewhere();
  const guest = await web.open(new URL(link).pathname);

  await test.step('a bandmate opens the link in a browser, signs up and hears it', async () => {
    await expect(guest.getByRole('heading', { name: 'Fay invited you to Night Drive' })).toBeVisible();
    await expect(guest.getByRole('button', { name: 'Join in the browser' })).toBeFocused();
    await hands.press(guest, 'Enter');
    await hands.type(guest.getByRole('textbox', { name: 'Your name' }), 'Gil');
    await hands.press(guest, 'Tab');
    await hands.type(guest.getByRole('textbox', { name: 'Email' }), 'gil@band.example');
    await hands.press(guest, 'Tab');
    await hands.type(guest.getByRole('textbox', { name: 'Password' }), 'six rusty strings');
    await hands.press(guest, 'Enter');
    await expect(guest.getByRole('region', { name: 'Song Night Drive' })).toBeVisible();
    await hands.press(guest, ' ');
    const position = guest
      .getByRole('region', { name: 'Player' })
      .getByRole('slider', { name: /^Position in/ });
    await expect.poll(async () => Number(await position.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
  });

  const { counted } = hands;
  test.info().annotations.push({ type: 'hands-on', description: JSON.stringify(counted) });
  expect(counted).toMatchObject({ fields: 8, clicks: 5 });
  expect(counted.seconds).toBeLessThan(60);
});

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
