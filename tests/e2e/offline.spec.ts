import type { Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import type { Activity } from '../../protocol/wire/activity.ts';
import type { Project, ProjectSnapshot } from '../../protocol/wire/project.ts';
import { addMember, registerUser } from '../helpers/server.ts';
import { cutRow, findAccessibilityViolations, reconnect } from './actions.ts';
import { again, type Band, expect, kept, openProject, test } from './band.ts';

const banner = (page: Page) => page.getByRole('region', { name: 'Connection trouble' });
const changes = (page: Page) => page.getByRole('button', { name: /^Changes: / });
const vibeRow = (page: Page, name: RegExp) => page.getByRole('row', { name });

/** Creates two vibes, three cuts in the first, and a comment by Ben on one of them. */
async function makeWork({ ana, ben, projectId }: Band) {
  const [ideas, songs, hum, riff, old] = [newId(), newId(), newId(), newId(), newId()];
  await ana.command('vibe.create', { id: ideas, projectId, name: 'Ideas' });
  await ana.command('vibe.create', { id: songs, projectId, name: 'Songs' });
  await ana.command('cut.create', { id: hum, vibeId: ideas, name: 'Hum' });
  await ana.command('cut.create', { id: riff, vibeId: ideas, name: 'Riff' });
  await ana.command('cut.create', { id: old, vibeId: ideas, name: 'Old' });
  await ben.command('comment.create', { id: newId(), cutId: hum, text: 'More air', timestamp: 3 });
  return { ideas, songs, hum, riff };
}

async function openCut(page: Page, name: string): Promise<void> {
  await cutRow(page, new RegExp(`^Song ${name} `)).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name, exact: true })).toBeVisible();
}

async function writeComment(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Comment', exact: true }).fill(text);
  await page.keyboard.press('Enter');
}

const backToCuts = (page: Page) => page.getByRole('link', { name: 'All songs' }).click();

async function answerName(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill(name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

async function renameCut(page: Page, from: string, to: string): Promise<void> {
  await cutRow(page, new RegExp(`^Song ${from} `)).focus();
  await page.keyboard.press('F2');
  await answerName(page, to);
}

async function moveCut(page: Page, name: string, vibe: string): Promise<void> {
  await cutRow(page, new RegExp(`^Song ${name} `)).focus();
  await page.keyboard.press('m');
  await page.getByRole('dialog').getByRole('radio', { name: vibe }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Move' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

test('changes made offline show at once, survive a restart, and reach the other app', async ({
  band,
  folder,
}) => {
  const { hum } = await makeWork(band);
  const machine = kept(folder, 'ana');
  const [first, ben] = await Promise.all([band.openApp(band.ana, machine), band.openApp(band.ben)]);
  let { page } = first;
  await openCut(page, 'Hum');
  await expect(page.getByRole('article', { name: /^Comment by Ben/ })).toBeVisible();
  await band.server.stop();
  await expect(banner(page)).toContainText('You’re offline. Changes are saved and will sync.');

  await test.step('every change can be made', async () => {
    await writeComment(page, 'Love the hiss');
    await page.getByRole('button', { name: 'Reply to Ben' }).click();
    await page.getByRole('textbox', { name: 'Reply to Ben' }).fill('Plate or hall?');
    await page.keyboard.press('Enter');
    await backToCuts(page);
    await renameCut(page, 'Riff', 'Riff, faster');
    await moveCut(page, 'Hum', 'Songs');
    await cutRow(page, /^Song Old /).focus();
    await page.keyboard.press('Delete');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete song' }).click();
    await expect(page.getByRole('alertdialog')).toHaveCount(0);
    await page.keyboard.press('n');
    await answerName(page, 'Train song');
    await page.getByRole('region', { name: 'Bandmates' }).getByRole('button', { name: /^Ben / }).click();
    await page.getByRole('textbox', { name: 'Message to Ben' }).fill('No signal here');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('article', { name: /^You/ })).toContainText('Will send when you’re online');
    await page.keyboard.press('Escape');
  });

  const allPending = async () => {
    await expect(changes(page)).toHaveAccessibleName('Changes: 7 changes pending');
    await expect(page.getByRole('button', { name: '7 changes pending', exact: true })).toBeVisible();
    await expect(cutRow(page, /^Song Riff, faster in Ideas.*, not sent yet$/)).toBeVisible();
    await expect(cutRow(page, /^Song Hum in Songs.*, not sent yet$/)).toBeVisible();
    await expect(vibeRow(page, /^Group Train song.*, not sent yet$/)).toBeVisible();
    await expect(cutRow(page, /^Song Old /)).toHaveCount(0);
  };
  await allPending();
  expect(await findAccessibilityViolations(page), 'offline, with pending changes').toEqual([]);

  await test.step('after a restart, still offline, every change is there', async () => {
    await first.close();
    ({ page } = await band.openApp(band.ana, again(machine)));
    await allPending();
    const bens = page.getByRole('region', { name: 'Bandmates' }).getByRole('button', { name: /^Ben / });
    await expect(bens).toHaveAccessibleName('Ben status unknown');
    await openCut(page, 'Hum');
    const entry = page.getByRole('article', { name: /^Comment by Ana/ });
    await expect(entry).toContainText('Love the hiss');
    await expect(entry).toContainText('Will send when you’re online');
    await expect(page.getByRole('article', { name: /^Comment by Ben/ })).toContainText('Plate or hall?');
    await backToCuts(page);
    await changes(page).click();
    const list = page.getByRole('region', { name: 'List of pending changes' });
    await expect(list.getByRole('listitem').first()).toContainText('Comment “Love the hiss” on Hum');
    await expect(list.getByRole('listitem').nth(3)).toContainText('Move Hum to Songs');
    expect(await findAccessibilityViolations(page), 'the list of pending changes').toEqual([]);
    await page.keyboard.press('Escape');
  });

  await test.step('online again, Retry now sends the changes in order', async () => {
    await band.server.start();
    await reconnect(page);
    await expect(changes(page)).toHaveCount(0);
    await expect(banner(page)).toHaveCount(0);
    await expect(cutRow(page, /^Song Hum in Songs, 0 files$/)).toBeVisible();
    await expect(
      page.getByRole('region', { name: 'Bandmates' }).getByRole('button', { name: /^Ben (online|offline)$/ }),
    ).toBeVisible();
  });

  await test.step('the other app shows the changes', async () => {
    await reconnect(ben.page);
    await expect(cutRow(ben.page, /^Song Riff, faster in Ideas/)).toBeVisible({ timeout: 70_000 });
    await expect(vibeRow(ben.page, /^Group Train song/)).toBeVisible();
    await expect(cutRow(ben.page, /^Song Old /)).toHaveCount(0);
    await openCut(ben.page, 'Hum');
    await expect(ben.page.getByRole('article', { name: /^Comment by Ana/ })).toContainText('Love the hiss');
    await expect(ben.page.getByRole('article', { name: /^Comment by Ben/ })).toContainText('Plate or hall?');
    await ben.page.getByRole('button', { name: /^Ana .*1 unread message/ }).click();
    await expect(ben.page.getByRole('article', { name: /^Ana/ })).toContainText('No signal here');
    const { body } = await band.ben.request('GET', `/api/cuts/${hum}/comments`);
    expect(body).toHaveLength(2);
  });
});

test('a project created offline and activity dismissed offline survive a restart and are sent', async ({
  band,
  folder,
}) => {
  await makeWork(band);
  const machine = kept(folder, 'ana');
  const first = await band.openApp(band.ana, machine);
  let { page } = first;
  const places = () => page.getByRole('navigation', { name: 'Places' });
  const everything = () => page.getByRole('region', { name: 'Activity in all projects' });
  const bensActivity = () => everything().getByRole('article', { name: 'Ben commented “More air”' });
  const listed = () => places().getByRole('listitem').filter({ hasText: 'Night bus' });
  const showAllActivity = async () => {
    await places().getByRole('link', { name: 'All activity' }).click();
    await expect(everything().getByRole('article', { name: 'Ana created the song Riff' })).toBeVisible();
  };
  await showAllActivity();
  await expect(bensActivity()).toBeVisible();
  await band.server.stop();
  await expect(banner(page)).toBeVisible();

  await test.step('a project is created and changed, and an activity is dismissed', async () => {
    await page.keyboard.press('Shift+N');
    await answerName(page, 'Night bus');
    await expect(page.getByRole('heading', { level: 1, name: 'Night bus' })).toBeVisible();
    await page.keyboard.press('n');
    await answerName(page, 'Last stop');
    await showAllActivity();
    await bensActivity()
      .getByRole('button', { name: /^Dismiss/ })
      .press('Enter');
    await expect(bensActivity()).toHaveCount(0);
    await openProject(page, 'Night bus');
  });

  const allPending = async () => {
    // The dismissal is pending too, but it isn't counted: nobody has to act on it.
    await expect(changes(page)).toHaveAccessibleName('Changes: 2 changes pending');
    await expect(vibeRow(page, /^Group Last stop.*, not sent yet$/)).toBeVisible();
    await expect(listed()).toContainText('pending');
  };
  await allPending();
  expect(await findAccessibilityViolations(page), 'a project that is not sent yet').toEqual([]);

  await test.step('after a restart, still offline, everything is as before', async () => {
    await first.close();
    ({ page } = await band.openApp(band.ana, { ...again(machine), projectName: 'Night bus' }));
    await allPending();
    await showAllActivity();
    await expect(bensActivity()).toHaveCount(0);
    await openProject(page, 'Night bus');
  });

  await test.step('online again, the band has all of it', async () => {
    await band.server.start();
    await reconnect(page);
    await expect(changes(page)).toHaveCount(0);
    await expect(vibeRow(page, /^Group Last stop, 0 songs$/)).toBeVisible();
    await expect(listed()).not.toContainText('pending');
    const happened = page.getByRole('region', { name: 'Activity in this project' });
    await expect(happened.getByRole('article', { name: 'Ana created Last stop' })).toBeVisible();
    const { body: projects } = await band.ana.request('GET', '/api/projects');
    const made = (projects as Project[]).filter(({ name }) => name === 'Night bus');
    expect(made).toHaveLength(1);
    const { body: project } = await band.ana.request('GET', `/api/projects/${made[0]?.id}`);
    expect((project as ProjectSnapshot).vibes.map(({ name }) => name)).toEqual(['Last stop']);
    const activities = async () => (await band.ana.request('GET', '/api/activities')).body as Activity[];
    await expect
      .poll(async () => (await activities()).filter(({ type }) => type === 'comment_added'))
      .toEqual([]);
    await showAllActivity();
    await expect(bensActivity()).toHaveCount(0);
  });
});

test('a refused change is shown where it was made, and can be edited, sent again or discarded there', async ({
  band,
  folder,
}) => {
  const { ideas, songs, hum } = await makeWork(band);
  const { projectId } = band;
  const demos = newId();
  await band.ana.command('vibe.create', { id: demos, projectId, name: 'Demos' });
  const cy = await registerUser(band.server, { name: 'Cy' });
  await addMember(band.ana, cy, projectId, 'ADMIN');
  const machine = kept(folder, 'ana');
  const first = await band.openApp(band.ana, machine);
  await openCut(first.page, 'Hum');
  await expect(first.page.getByRole('article', { name: /^Comment by Ben/ })).toBeVisible();
  await band.server.stop();
  await expect(banner(first.page)).toBeVisible();
  const words = 'Bars 65 to 68 drag, so I would cut them and bring in the pad a little earlier than now';
  await writeComment(first.page, words);
  await expect(first.page.getByRole('article', { name: /^Comment by Ana/ })).toBeVisible();
  await backToCuts(first.page);
  await moveCut(first.page, 'Riff', 'Songs');
  await first.close();

  await band.server.start();
  await cy.command('cut.delete', { id: hum });
  await cy.command('vibe.delete', { id: songs });
  const { page } = await band.openApp(band.ana, again(machine));
  const refused = page.getByRole('region', { name: 'Refused changes' });

  await test.step('the text of a comment on a deleted cut is kept on the project’s page', async () => {
    await expect(refused).toContainText(words);
    await expect(refused).toContainText('It was deleted, or you’re no longer in its project.');
    await expect(changes(page)).toHaveAccessibleName('Changes: 2 changes refused');
  });

  const refusedBadge = page
    .getByRole('row', { name: /^Song Riff in Ideas/ })
    .getByRole('button', { name: /^Refused: / });
  await test.step('a cut that could not be moved says so in its row, reached by keyboard', async () => {
    await cutRow(page, /^Song Riff in Ideas.*, refused: /).focus();
    await expect(refusedBadge).toBeVisible();
    await refusedBadge.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Not saved' })).toContainText('Move Riff to a group');
    expect(await findAccessibilityViolations(page), 'a refused change').toEqual([]);
  });

  await test.step('the change is edited and sent again', async () => {
    await page
      .getByRole('dialog', { name: 'Not saved' })
      .getByRole('button', { name: 'Edit' })
      .press('Enter');
    const edit = page.getByRole('dialog', { name: 'Edit and send again' });
    await edit.getByRole('radio', { name: 'Demos' }).check();
    await edit.getByRole('button', { name: 'Send again' }).click();
    await expect(cutRow(page, /^Song Riff in Demos, 0 files$/)).toBeVisible();
    await expect(refusedBadge).toHaveCount(0);
    await expect(changes(page)).toHaveAccessibleName('Changes: 1 change refused');
  });

  await test.step('trying again is refused again; discarding removes the change', async () => {
    await refused.getByRole('button', { name: 'Try again' }).click();
    await expect(refused).toContainText(words);
    // A change that is being sent can't be discarded yet, so press again, as a user would.
    await expect(async () => {
      if (await refused.isVisible())
        await refused.getByRole('button', { name: 'Discard' }).click({ timeout: 1_000 });
      await expect(changes(page)).toHaveCount(0, { timeout: 1_000 });
    }).toPass();
  });
  expect(ideas).not.toBe(demos);
});

test('a member removed while offline keeps the text of their pending comment', async ({ band, folder }) => {
  await makeWork(band);
  await band.ben.command('project.create', { id: newId(), name: 'Solo' });
  const machine = kept(folder, 'ben');
  const first = await band.openApp(band.ben, machine);
  await openCut(first.page, 'Hum');
  await expect(first.page.getByRole('article', { name: /^Comment by Ben/ })).toBeVisible();
  await band.server.stop();
  await expect(banner(first.page)).toBeVisible();
  const words = 'I have a take with the window open, and it is the best we have of this one by a mile';
  await writeComment(first.page, words);
  await expect(first.page.getByRole('article', { name: /^Comment by Ben/ })).toHaveCount(2);
  await first.close();

  await band.server.start();
  await band.ana.command('member.remove', { projectId: band.projectId, userId: band.ben.account.id });
  const reopened = await band.openApp(band.ben, { ...again(machine), projectName: 'Solo' });
  const { page } = reopened;
  await expect(changes(page)).toHaveAccessibleName('Changes: 1 change refused');
  await expect(
    page.getByRole('region', { name: 'Projects' }).getByRole('link', { name: band.projectName }),
  ).toHaveCount(0);
  await changes(page).click();
  const list = page.getByRole('region', { name: 'List of pending changes' });
  await expect(list).toContainText(words);
  await list.getByRole('button', { name: /^Copy text/ }).click();
  await expect.poll(() => reopened.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(words);
  expect(await findAccessibilityViolations(page), 'refused, with its project gone').toEqual([]);
  await page.evaluate((id) => {
    window.location.hash = `#/projects/${id}`;
  }, band.projectId);
  await expect(page.getByRole('heading', { name: 'This project is gone' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Refused changes' })).toContainText(words);
  await list.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByText('All changes synced.')).toBeVisible();
  await openProject(page, 'Solo');
});
