import type { Locator, Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { createProject } from '../helpers/server.ts';
import { cutRow, findAccessibilityViolations } from './actions.ts';
import { type Band, openProject } from './band.ts';
import { openThree } from './three.ts';
import { expect, makeCut, test, type Web } from './web.ts';

const bandmates = (page: Page) => page.getByRole('region', { name: 'Bandmates' });
const marks = (page: Page) => page.getByRole('group', { name: 'Comments on the waveform' });

/** Ana and Ben in the app, Cy in a browser; all of them look at the same cut. */
async function threeAtOneCut(band: Band, web: Web) {
  const { ana, ben, cy, killBen } = await openThree(band, web);
  for (const page of [ana, ben]) await cutRow(page, /^Song Harbour v1 in Harbour, 1 file/).press('Enter');
  for (const page of [ana, ben, cy]) {
    await expect(page.getByRole('slider', { name: 'Position in Harbour v1, v1' })).toHaveAttribute(
      'aria-valuemax',
      '20',
    );
  }
  return { ana, ben, cy, killBen };
}

/** Milliseconds until each of these is visible. */
async function untilAllAreSeen(seen: Locator[]): Promise<number> {
  const start = performance.now();
  await Promise.all(seen.map((one) => expect(one).toBeVisible()));
  return performance.now() - start;
}

async function comment(page: Page, second: number, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Time of the comment' }).fill(String(second));
  await page.getByRole('textbox', { name: 'Comment', exact: true }).fill(text);
  await page.keyboard.press('Enter');
}

test('two apps and a browser receive each other’s changes at once, and see who is online', async ({
  band,
  web,
}) => {
  const { ana, ben, cy, killBen } = await threeAtOneCut(band, web);

  await test.step('each comment is marked on the others’ waveforms within a second', async () => {
    for (const [name, writer, others, start] of [
      ['Cy', cy, [ana, ben], 1],
      ['Ana', ana, [ben, cy], 11],
    ] as const) {
      const waits: number[] = [];
      // Only the fastest of three counts: a busy machine is slow sometimes, but polling would be slow every time.
      for (const [index, word] of ['One', 'Two', 'Three'].entries()) {
        // At different times, so that each has its own mark.
        await comment(writer, start + 3 * index, `${word} by ${name}`);
        const mark = (page: Page) =>
          marks(page).getByRole('button', { name: new RegExp(`^${name} .*${word}`) });
        waits.push(await untilAllAreSeen(others.map(mark)));
      }
      expect(Math.min(...waits)).toBeLessThan(1_000);
    }
  });

  await test.step('a reply from the browser appears in the apps', async () => {
    const entry = (page: Page) =>
      page.getByRole('article', { name: /^Comment by Ana/ }).filter({ hasText: 'One' });
    await entry(cy).getByRole('button', { name: 'Reply to Ana' }).click();
    await cy.getByRole('textbox', { name: 'Reply to Ana' }).fill('Plate or hall?');
    await cy.keyboard.press('Enter');
    for (const page of [ana, ben]) await expect(entry(page)).toContainText('Plate or hall?');
  });

  await test.step('chat between app and browser: typing, a message and the read receipt', async () => {
    const open = async (page: Page, name: string) => {
      await bandmates(page)
        .getByRole('button', { name: new RegExp(`^${name} online`) })
        .click();
      return page.getByRole('region', { name: `Chat with ${name}` });
    };
    const anas = await open(ana, 'Cy');
    await expect(anas.getByRole('textbox', { name: 'Message to Cy' })).toBeFocused();
    await ana.keyboard.type('v1 is up');
    await ana.keyboard.press('Enter');
    await expect(bandmates(cy).getByRole('button', { name: 'Ana online 1 unread message' })).toBeVisible();
    const cys = await open(cy, 'Ana');
    await expect(anas.getByRole('article', { name: /^You/ })).toContainText('Read');
    await expect(cys.getByRole('textbox', { name: 'Message to Ana' })).toBeFocused();
    await cy.keyboard.type('is v1 the o');
    await expect(anas.getByText('Cy is typing…')).toBeVisible();
    await cy.keyboard.type('ne?');
    await cy.keyboard.press('Enter');
    await expect(anas.getByRole('article', { name: /^Cy/ })).toContainText('is v1 the one?');
    await expect(cys.getByRole('article', { name: /^You/ })).toContainText('Read');
    await ana.keyboard.press('Escape');
    await cy.keyboard.press('Escape');
  });

  await test.step('undo restores activity dismissed in the browser', async () => {
    await cy.getByRole('link', { name: 'All activity' }).click();
    const feed = cy.getByRole('region', { name: 'All activity' });
    const joined = feed.getByRole('article', { name: /^Ben joined/ });
    await joined.getByRole('button', { name: /^Dismiss/ }).focus();
    await cy.keyboard.press('Enter');
    await expect(joined).toHaveCount(0);
    await cy.getByRole('button', { name: 'Undo' }).click();
    await expect(joined).toBeVisible();
  });

  await test.step('a killed app goes offline for the others, also in the browser', async () => {
    await expect(bandmates(ana).getByRole('button', { name: /^Cy online/ })).toBeVisible();
    await openProject(cy, band.projectName);
    await expect(bandmates(cy).getByRole('button', { name: /^Ben online/ })).toBeVisible();
    await killBen();
    for (const page of [ana, cy]) {
      await expect(bandmates(page).getByRole('button', { name: /^Ben offline/ })).toBeVisible({
        timeout: 60_000,
      });
    }
  });

  await test.step('closing the tab goes offline too', async () => {
    expect(await findAccessibilityViolations(cy)).toEqual([]);
    await cy.close();
    await expect(bandmates(ana).getByRole('button', { name: /^Cy offline/ })).toBeVisible({
      timeout: 60_000,
    });
  });
});

test('notifications and links open the exact comment: in the page, over other windows, and after sign-in', async ({
  band,
  web,
}) => {
  const { addComment, place } = await makeCut(band);
  const marked = (where: Page, text: string) => where.locator('article[aria-current]', { hasText: text });

  await test.step('from the list of notifications', async () => {
    const ana = await web.signIn(band.ana);
    await openProject(ana, band.projectName);
    await addComment(band.ben, 'More bass');
    await ana.getByRole('button', { name: /^Notifications, \d+ unread/ }).click();
    await ana
      .getByRole('region', { name: 'List of notifications' })
      .getByRole('button', { name: /More bass/ })
      .click();
    await expect(marked(ana, 'More bass')).toBeVisible();
    // A tab in front keeps the others quiet.
    await ana.close();
  });

  await test.step('from a notification over other windows', async () => {
    const ana = await web.open('/', { permissions: ['notifications'] });
    // Records desktop notifications, and makes the page seem to be in the background.
    await ana.evaluate(() => {
      const shown: Notification[] = [];
      Object.assign(window, { shown });
      window.Notification = new Proxy(Notification, {
        construct: (target, args) => {
          const notification = Reflect.construct(target, args) as Notification;
          shown.push(notification);
          return notification;
        },
      });
      document.hasFocus = () => false;
    });
    await ana.getByRole('textbox', { name: 'Email' }).fill(band.ana.email);
    await ana.getByRole('textbox', { name: 'Password' }).fill(band.ana.password);
    await ana.getByRole('button', { name: 'Sign in' }).click();
    // Comments from before the notifications are loaded don't notify.
    await expect(ana.getByRole('button', { name: /^Notifications, \d+ unread/ })).toBeVisible();
    await addComment(band.ben, 'Less reverb');
    const titles = () =>
      ana.evaluate(() => (window as unknown as { shown: Notification[] }).shown.map(({ body }) => body));
    await expect.poll(titles).toEqual(['0:02 Less reverb']);
    await ana.evaluate(() =>
      (window as unknown as { shown: Notification[] }).shown[0]?.onclick?.(new Event('click')),
    );
    await expect(marked(ana, 'Less reverb')).toBeVisible();
  });

  await test.step('from a link, after signing in', async () => {
    const { id } = await addComment(band.ben, 'Right here');
    const ana = await web.signIn(band.ana, `${place}/comments/${id}`);
    await expect(marked(ana, 'Right here')).toBeVisible();
  });
});

test('an invitation link makes someone with only a browser a member', async ({ band, web }) => {
  const projectId = await createProject(band.ana, [], 'Live 2026');
  const { url } = await band.ana.command('project.invite', {
    id: newId(),
    projectId,
    email: 'dee@band.example',
    role: 'MEMBER',
  });
  const page = await web.open(new URL(url).pathname);
  await expect(page.getByRole('heading', { name: 'Ana invited you to Live 2026' })).toBeVisible();
  await expect(page.getByText('For dee@band.example, until')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Open in BandMate' })).toHaveAttribute(
    'href',
    /^bandmate:\/\/join\?server=http%3A%2F%2F.+&token=[\w-]{43}$/,
  );
  expect(await findAccessibilityViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Join in the browser' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Create your account' })).toBeVisible();
  const invitation = page.getByRole('region', { name: 'Invitation' });
  await expect(invitation).toContainText('Ana invited you to Live 2026');
  await expect(invitation).toContainText('For dee@band.example, until');
  await expect(page.getByRole('textbox', { name: 'Email' })).toHaveValue('dee@band.example');
  expect(await findAccessibilityViolations(page)).toEqual([]);
  await expect(page.getByRole('textbox', { name: 'Your name' })).toBeFocused();
  await page.getByRole('textbox', { name: 'Your name' }).fill('Dee');
  await page.getByRole('textbox', { name: 'Password' }).fill('four rusty strings');
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Live 2026' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Live 2026' })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
