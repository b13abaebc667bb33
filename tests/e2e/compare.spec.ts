import type { Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { type Music, makeMusic } from '../helpers/music.ts';
import { type PageDeck, reachDeck } from '../helpers/page-deck.ts';
import { writePcm } from '../helpers/pcm.ts';
import { newCut, upload } from '../helpers/uploads.ts';
import { findAccessibilityViolations } from './actions.ts';
import type { Band } from './band.ts';
import { expect, test } from './web.ts';

declare const bandDeck: () => PageDeck;

const sampleRate = 16_000;

/** The music from `from` to `to` seconds, `gain` times as loud. */
function part({ planes: [left, right] }: Music, from: number, to: number, gain = 1): number[] {
  const samples: number[] = [];
  for (let frame = Math.round(from * sampleRate); frame < Math.round(to * sampleRate); frame++)
    samples.push(gain * (left[frame] ?? 0), gain * (right[frame] ?? 0));
  return samples;
}

/** A cut of two versions: in v2 there are 4 seconds more at 0:08, and it is 6 dB louder. A comment is on v1, at 0:16. */
async function makeStack({ server, ana, ben, projectId }: Band) {
  const song = makeMusic(30, { seed: 3, sampleRate });
  const more = makeMusic(4, { seed: 9, sampleRate });
  const sound = (samples: number[]) => writePcm('wav-16', { sampleRate, channels: 2, samples });
  const place = { server, user: ana };
  const first = await upload(
    place,
    sound(part(song, 0, 30, 0.3)),
    newCut(projectId, 'Harbour', { name: 'Harbour' }),
    { name: 'Harbour v1.wav' },
  );
  const cutId = first.file.cutId ?? '';
  await upload(
    place,
    sound([...part(song, 0, 8, 0.6), ...part(more, 0, 4, 0.6), ...part(song, 8, 30, 0.6)]),
    { kind: 'cut', cutId },
    { name: 'Harbour v2.wav' },
  );
  await ben.command('comment.create', {
    id: newId(),
    cutId,
    fileId: first.file.id,
    text: 'Too much reverb',
    timestamp: 16,
  });
  return `/#/projects/${projectId}/cuts/${cutId}`;
}

const side = (page: Page, letter: string) =>
  page.getByRole('region', { name: `Version ${letter}` }).getByRole('button', { name: `Hear ${letter}` });

test('shows what changed, and carries a comment to its place on the newer version', async ({ band, web }) => {
  const page = await web.signIn(band.ana, await makeStack(band));
  const changes = page.getByRole('region', { name: 'What changed since v1' });
  await expect(changes.getByRole('img', { name: /^Level difference over time/ })).toBeVisible();
  await expect(changes).toContainText(/6(\.0)? dB louder/);
  await expect(changes.getByRole('button', { name: /^Hear in a loop: 0:0[78].*New section/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Versions', exact: true })).toContainText(
    /6(\.0)? dB louder/,
  );

  const comment = page.getByRole('article', { name: /^Comment by Ben/ });
  await expect(comment).toContainText('from v1 · 0:16.0 there');
  await expect(comment.getByRole('button', { name: /^Go to 0:(19\.9|20\.0)/ })).toBeVisible();
  const onlyThis = page.getByRole('button', { name: 'This version' });
  await onlyThis.click();
  await expect(comment).toHaveCount(0);
  await onlyThis.click();
  await page.getByRole('button', { name: /^Show v1/ }).click();
  await expect(comment.getByRole('button', { name: 'Go to 0:16.0' })).toBeVisible();
  await expect(comment).not.toContainText('from v1');
  expect(await findAccessibilityViolations(page)).toEqual([]);

  await test.step('how it will play on each service is an estimate, heard with one click', async () => {
    const loudness = page.getByRole('region', { name: 'Loudness' });
    await loudness.getByRole('button', { name: /^−\d+\.\d LUFS/ }).click();
    await expect(loudness).toContainText('Estimated from its loudness');
    await reachDeck(page);
    const heard = () => page.evaluate(() => bandDeck().deck.state.get().gainDecibels.a);
    const services = ['Spotify', 'Apple Music', 'YouTube', 'Tidal'];
    const shown: number[] = [];
    for (const service of services) {
      const row = loudness.getByRole('listitem').filter({ hasText: service });
      const gain = /([+−])(\d+\.\d) dB/.exec((await row.textContent()) ?? '');
      shown.push(gain ? Number(`${gain[1] === '+' ? '' : '-'}${gain[2]}`) : 0);
      await row.getByRole('button', { name: `Hear it as on ${service}` }).click();
      await expect(row.getByRole('button', { pressed: true })).toBeVisible();
      await expect.poll(heard).toBeCloseTo(shown.at(-1) ?? 0, 1);
      await expect(page.getByRole('button', { name: /^Pause Harbour/ }).first()).toBeVisible();
    }
    expect(new Set(shown).size).toBeGreaterThan(1);
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await loudness.getByRole('button', { name: 'Hear it as it is, not as on Tidal' }).click();
    await expect(loudness.getByRole('button', { pressed: true })).toHaveCount(0);
    await expect.poll(heard).toBe(0);
  });
});

test('a new version shows in the activity at once, and what changed once it is known', async ({
  band,
  web,
}) => {
  const { planes } = makeMusic(20, { seed: 3, sampleRate });
  const song = { sampleRate, planes };
  const sound = (gain: number) =>
    writePcm('wav-16', { sampleRate, channels: 2, samples: part(song, 0, 20, gain) });
  // By two people: several bounces of one are a single line.
  const { server, ana, ben } = band;
  const { file } = await upload(
    { server, user: ben },
    sound(0.3),
    newCut(band.projectId, 'Harbour', { name: 'Harbour' }),
    {
      name: 'Harbour v1.wav',
    },
  );
  const page = await web.signIn(band.ben, `/#/projects/${band.projectId}`);
  const feed = page.getByRole('region', { name: 'Activity in this project' });
  await expect(feed.getByRole('article', { name: /bounced/ })).toHaveCount(1);
  await upload(
    { server, user: ana },
    sound(0.6),
    { kind: 'cut', cutId: file.cutId },
    { name: 'Harbour v2.wav' },
  );
  const line = feed.getByRole('article', { name: /^Ana bounced/ });
  await expect(line).toBeVisible();
  await expect(line).toContainText('What changed: 6 dB louder');
});

for (const colorScheme of ['dark', 'light'] as const)
  test(`compares two versions by key, also blind, ${colorScheme}`, async ({ band, web }) => {
    const page = await web.signIn(band.ana, await makeStack(band), { colorScheme });
    await expect(page.getByRole('slider', { name: 'Position in Harbour, v2' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Loudness' })).toBeVisible();
    await page.keyboard.press('Shift+A');
    const comparison = page.getByRole('region', { name: 'Compare versions of Harbour' });
    await expect(comparison.getByRole('combobox', { name: 'Version A' })).toHaveText('v1');
    await expect(comparison.getByRole('img', { name: /^Level difference over time/ })).toBeVisible();
    await expect(comparison.getByRole('switch', { name: 'Match levels' })).toBeChecked();
    await expect(comparison).toContainText('B +6.0 dB, matched');
    expect(await findAccessibilityViolations(page), 'the comparison').toEqual([]);

    await test.step('A, B and S choose the version that is heard, and the playhead goes on', async () => {
      await page.keyboard.press('b');
      await expect(side(page, 'B')).toHaveAttribute('aria-pressed', 'true');
      await page.keyboard.press('Space');
      const position = page.getByRole('slider', { name: 'Position in B, v2' });
      const played = () => position.getAttribute('aria-valuenow').then(Number);
      await expect.poll(played).toBeGreaterThan(0);
      const before = await played();
      await page.keyboard.press('a');
      await expect(side(page, 'A')).toHaveAttribute('aria-pressed', 'true');
      await page.keyboard.press('s');
      await expect(side(page, 'B')).toHaveAttribute('aria-pressed', 'true');
      await expect.poll(played).toBeGreaterThan(before);
      await expect(page.getByRole('region', { name: 'Player' }).getByRole('link')).toContainText('v2');
    });

    await test.step('behind the section that only B has, both are at the same moment of the music', async () => {
      const at = (name: string) =>
        page
          .getByRole('slider', { name: `Position in ${name}` })
          .getAttribute('aria-valuenow')
          .then(Number);
      for (let times = 0; times < 3; times++) await page.keyboard.press('ArrowRight');
      await expect.poll(() => at('B, v2')).toBeGreaterThan(13);
      await page.keyboard.press('Space');
      await expect.poll(async () => (await at('B, v2')) - (await at('A, v1'))).toBe(4);
      const moment = await at('B, v2');
      await page.keyboard.press('a');
      await expect.poll(() => at('B, v2')).toBe(moment);
      await expect.poll(() => at('A, v1')).toBe(moment - 4);
    });

    await test.step('a loop is set by key, its edges move, and the levels are matched by it', async () => {
      const loop = comparison.getByRole('switch', { name: 'Loop' });
      await page.keyboard.press('i');
      await expect(loop).toBeChecked();
      await expect(comparison).toContainText('B +6.0 dB in the loop, matched');
      await expect(comparison.getByText(/^Loop −\d+\.\d LUFS$/)).toHaveCount(2);
      const edge = comparison.getByRole('slider', { name: 'Start of the loop in B' });
      const before = await edge.getAttribute('aria-valuetext');
      await edge.press('Shift+ArrowRight');
      await expect(edge).not.toHaveAttribute('aria-valuetext', before ?? '');
      const box = await edge.boundingBox();
      if (!box) throw new Error('The edge is not shown');
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2 + 20, box.y + box.height / 2);
      await page.mouse.up();
      const moved = async () => Math.round(((await edge.boundingBox())?.x ?? 0) - box.x);
      await expect.poll(moved).toBeGreaterThan(17);
      await expect.poll(moved).toBeLessThan(23);
      expect(await findAccessibilityViolations(page), 'a loop').toEqual([]);
      await page.keyboard.press('o');
      await expect(loop).not.toBeChecked();
      await expect(comparison).toContainText('B +6.0 dB, matched');
    });

    await test.step('a blind test hides names and levels, and admits that one round says nothing', async () => {
      await page.keyboard.press('h');
      await expect(side(page, 'X')).toHaveAttribute('aria-pressed', 'true');
      await expect(comparison).not.toContainText(/v1|v2|LUFS|6\.0/);
      await expect(page.getByRole('region', { name: 'Player' })).not.toContainText(/v1|v2/);
      const clock = page.getByRole('region', { name: 'Player' }).getByText(/^\d+:\d\d\.\d$/);
      const moment = await clock.textContent();
      await page.keyboard.press('y');
      await expect(side(page, 'Y')).toHaveAttribute('aria-pressed', 'true');
      await expect(clock).toHaveText(moment ?? '');
      // The 4 seconds that only one of them has would tell the two apart.
      const position = page.getByRole('slider', { name: /^Position in [XY]/ });
      const shown = await position.evaluateAll((all) => all.map((one) => one.getAttribute('aria-valuenow')));
      expect(new Set(shown).size).toBe(1);
      expect(await findAccessibilityViolations(page), 'a blind test').toEqual([]);
      await page.keyboard.press('Shift+Y');
      await expect(comparison.getByText('Round 2')).toBeVisible();
      await comparison.getByRole('button', { name: 'Reveal' }).click();
      await expect(comparison.getByRole('status').filter({ hasText: 'You chose' })).toHaveText(
        /^You chose v[12] in 1 of 1 rounds: too few rounds to tell\. Do at least 6\.$/,
      );
      expect(await findAccessibilityViolations(page), 'its result').toEqual([]);
      await comparison.getByRole('button', { name: 'End the test' }).click();
    });

    await test.step('Escape closes it', async () => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('region', { name: 'Song Harbour' })).toBeVisible();
    });
  });

test('a comparison that is opened offline says so, and is ready once the line is back', async ({
  band,
  web,
}) => {
  const page = await web.signIn(band.ana, await makeStack(band));
  await expect(page.getByRole('slider', { name: 'Position in Harbour, v2' })).toBeVisible();
  await page.context().setOffline(true);
  await page.keyboard.press('Shift+A');
  for (const letter of ['A', 'B']) {
    const version = page.getByRole('region', { name: `Version ${letter}` });
    await expect(version.getByRole('alert')).toContainText('the server can’t be reached');
    await expect(version.getByRole('button', { name: 'Try again' })).toBeVisible();
    await expect(version).not.toContainText('Loading');
  }
  await page.context().setOffline(false);
  for (const letter of ['A', 'B']) {
    const version = page.getByRole('region', { name: `Version ${letter}` });
    await expect(version.getByRole('alert')).toBeHidden({ timeout: 30_000 });
    await expect(version).not.toContainText('Loading');
  }
  await page.keyboard.press('Space');
  const position = page.getByRole('slider', { name: 'Position in A, v1' });
  await expect.poll(() => position.getAttribute('aria-valuenow').then(Number)).toBeGreaterThan(0);
});
