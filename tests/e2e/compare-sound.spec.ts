import type { Page } from '@playwright/test';
import { type PageDeck, reachDeck, readRecording, recordDeck } from '../helpers/page-deck.ts';
import { type PcmKind, writePcm } from '../helpers/pcm.ts';
import { judge } from '../helpers/recorded/judge.ts';
import { type Music, makeMusic, render } from '../helpers/recorded/music.ts';
import { newCut, upload } from '../helpers/uploads.ts';
import { type Band, expect } from './band.ts';
import { test } from './web.ts';

declare const bandDeck: () => PageDeck;

const older = makeMusic(1, 0.8);
const newer = makeMusic(2, 0.4);
const louderDecibels = -20 * Math.log10(2);
const seconds = 15;
const start = 5;
/** The newer version begins later in its file. */
const later = 0.4321;

function soundFile(kind: PcmKind, music: Music, sampleRate: number, channels: number, offset: number) {
  const samples: number[] = [];
  for (let frame = 0; frame < seconds * sampleRate; frame++) {
    for (let channel = 0; channel < channels; channel++)
      samples.push(music.valueAt(frame / sampleRate - offset));
  }
  return writePcm(kind, { sampleRate, channels, samples });
}

async function makeVersions({ server, ana, projectId }: Band): Promise<string> {
  const first = soundFile('aiff-24', older, 48_000, 2, 0);
  const { file } = await upload({ server, user: ana }, first, newCut(projectId, 'Dune'), {
    name: 'Dune v1.aif',
  });
  const second = soundFile('wav-24', newer, 44_100, 1, later);
  const cutId = file.cutId ?? '';
  await upload({ server, user: ana }, second, { kind: 'cut', cutId }, { name: 'Dune v2.wav' });
  return `/projects/${projectId}/cuts/${cutId}`;
}

/** Compares, plays, and switches there and back. Resolves to what was heard. */
async function listenTo(page: Page) {
  const states = await page.evaluate(
    async ({ later, gainDecibels, from }) => {
      const { player, deck, tracks } = bandDeck();
      const [a, b] = tracks;
      if (!a || !b) throw new Error('There are no two versions');
      const until = async (isThere: () => boolean) => {
        for (const end = performance.now() + 20_000; !isThere(); ) {
          if (performance.now() > end)
            throw new Error(JSON.stringify([deck.state.get(), player.state.get()]));
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      };
      deck.compare(a, b, { alignment: [{ a: 0, b: later }], gainDecibels });
      player.play(a, from);
      const states: string[] = [];
      for (const side of ['a', 'b', 'a'] as const) {
        deck.switchTo(side);
        await until(() => deck.state.get().sounding === side && player.state.get().phase === 'playing');
        const version = player.state.get().track?.version;
        const begun = player.time();
        await until(() => player.time() > begun + 1 && deck.state.get().sideState.b === 'ready');
        states.push(`${version} ${deck.state.get().sideState[side]}`);
      }
      player.pause();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      player.clear();
      return states;
    },
    { later, gainDecibels: louderDecibels, from: start },
  );
  expect(states).toEqual(['1 ready', '2 ready', '1 ready']);
  return readRecording(page);
}

async function recordingOf(page: Page) {
  await reachDeck(page);
  await recordDeck(page);
  await expect.poll(() => page.evaluate(() => bandDeck().tracks.length)).toBe(2);
  // A browser makes sound only for somebody who did something.
  await page.mouse.click(5, 5);
  return listenTo(page);
}

function expectSeamless({ rate, samples }: { rate: number; samples: Float32Array }): void {
  const pieces = [render(older, seconds, rate), render(newer, seconds, rate)] as [Float32Array, Float32Array];
  const { switches, levelDifference } = judge(samples, pieces, start * rate);
  expect(switches).toHaveLength(2);
  for (const { offset, gap, duration } of switches) {
    expect(offset).toBeLessThanOrEqual(1);
    expect(gap / rate).toBeLessThan(0.001);
    expect(duration / rate).toBeLessThan(0.02);
  }
  // The tones of the two versions have the same power only in the long run.
  expect(Math.abs(levelDifference)).toBeLessThan(0.3);
}

test('switching between versions in the app has no gap and keeps the moment of the music', async ({
  band,
}) => {
  const place = await makeVersions(band);
  const { page } = await band.openApp(band.ana);
  await page.evaluate((hash) => location.assign(hash), `#${place}`);
  expectSeamless(await recordingOf(page));
});

test('switching between versions in a browser does the same', async ({ band, web }) => {
  const place = await makeVersions(band);
  expectSeamless(await recordingOf(await web.signIn(band.ana, `/#${place}`)));
});
