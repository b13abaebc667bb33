import type { Locator, Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { sine, writePcm } from '../helpers/pcm.ts';
import { newCut, upload } from '../helpers/uploads.ts';
import { findAccessibilityViolations } from './actions.ts';
import { expect, test } from './web.ts';

/** Names of 200 characters, each with the end that must stay in sight. */
const names = {
  latin: `${'Sunset Groove with the long outro and '.repeat(5).slice(0, 190)}! v4 final`,
  unbroken: `${'W'.repeat(190)}_v4_final!`,
  hebrew: `${'\u05e9\u05d9\u05e8 \u05e9\u05dc \u05e9\u05e7\u05d9\u05e2\u05d4 '.repeat(12).slice(0, 150)}\u05e1\u05d5\u05e4\u05d9`,
  arabic: `${'\u0645\u0633\u0648\u062f\u0629 \u0623\u0648\u0644\u0649 '.repeat(15).slice(0, 180)}\u0627\u0644\u062c\u064a\u062a\u0627\u0631`,
  emoji: `${'\ud83c\udf9b\ufe0f\ud83c\udfa7\ud83e\udd41 '.repeat(30)}v4 final`,
};

/** The last word of the name is drawn inside the place, whole. */
async function expectEndInSight(place: Locator, name: string): Promise<void> {
  const end = name.split(/[ _]/).at(-1) ?? '';
  await expect(place).toBeVisible();
  const isShown = await place.evaluate((element, end) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? '';
      if (!text.endsWith(end) || !(node.parentElement?.getBoundingClientRect().width ?? 0)) continue;
      const range = document.createRange();
      range.setStart(node, text.length - end.length);
      range.setEnd(node, text.length);
      const word = range.getBoundingClientRect();
      let isInside = word.width > 4;
      for (let box = node.parentElement; box && element.contains(box); box = box.parentElement) {
        const { left, right } = box.getBoundingClientRect();
        if (getComputedStyle(box).overflowX !== 'visible')
          isInside &&= word.left >= left - 1 && word.right <= right + 1;
      }
      if (isInside) return true;
    }
    return false;
  }, end);
  expect(isShown, `the end of ${name.slice(0, 20)}… is in sight`).toBe(true);
}

async function expectFits(page: Page, what: string): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide, `${what}: pixels wider than the window`).toBeLessThanOrEqual(0);
  expect(await findAccessibilityViolations(page), what).toEqual([]);
}

for (const look of [
  { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { colorScheme: 'light', viewport: { width: 380, height: 700 } },
] as const)
  test(`names of 200 characters, right to left and of emoji keep their end, ${look.viewport.width} wide`, async ({
    band,
    web,
  }) => {
    const { server, ana, ben, projectId } = band;
    const files: Record<string, { id: string; cutId: string }> = {};
    for (const [what, name] of Object.entries(names)) {
      const bytes = writePcm('wav-16', sine(2, { sampleRate: 8_000 }));
      const { file } = await upload({ server, user: ana }, bytes, newCut(projectId, name, { name }), {
        name: `${what}.wav`,
      });
      files[what] = { id: file.id, cutId: file.cutId ?? '' };
      await ben.command('comment.create', { id: newId(), cutId: file.cutId ?? '', text: name, timestamp: 1 });
      await ben.command('room.send', { id: newId(), projectId, text: name, mentions: [] });
    }
    const page = await web.signIn(ana, `/#/projects/${projectId}`, { ...look, reducedMotion: 'reduce' });

    await test.step('the list of songs', async () => {
      for (const name of Object.values(names)) {
        const row = page.getByRole('row').filter({ hasText: name }).first();
        await row.scrollIntoViewIfNeeded();
        if (name !== names.unbroken) await expectEndInSight(row, name);
      }
      await expectFits(page, 'the list of songs');
    });

    await test.step('text that reads from the right does so, and changes nothing around it', async () => {
      const hebrew = page.getByRole('row').filter({ hasText: names.hebrew }).first();
      await expect(hebrew.locator('bdi').filter({ hasText: names.hebrew }).first()).toHaveCSS(
        'direction',
        'rtl',
      );
      await expect(hebrew).toHaveCSS('direction', 'ltr');
    });

    for (const [what, name] of Object.entries(names))
      await test.step(`the song’s page and its comments: ${what}`, async () => {
        await page.goto(`${server.url}/#/projects/${projectId}/cuts/${files[what]?.cutId}`);
        await expect(page.getByRole('main').getByRole('heading', { level: 2 }).first()).toContainText(name);
        const comment = page.getByRole('article', { name: /^Comment by Ben/ });
        await expect(comment).toContainText(name);
        await expectFits(page, `the page of the song ${what}`);
      });

    await test.step('the room', async () => {
      await page.goto(`${server.url}/#/projects/${projectId}/room`);
      const message = page.getByRole('article').filter({ hasText: names.hebrew }).first();
      await expect(message.getByText(names.hebrew)).toHaveCSS('direction', 'rtl');
      await expectFits(page, 'the room');
    });

    await test.step('the share page', async () => {
      const { body } = await ana.request('POST', `/api/files/${files.hebrew?.id}/share`, {});
      await page.goto(body.shareUrl);
      await expect(page.getByRole('link', { name: /^Download .*hebrew\.wav/ })).toBeVisible();
      await expectFits(page, 'the share page');
    });
  });
