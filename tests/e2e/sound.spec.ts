import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { mediaAddress, peaksAddress } from '../../protocol/ipc/media-addresses.ts';
import { sine, writePcm } from '../helpers/pcm.ts';
import { newCut, upload } from '../helpers/uploads.ts';
import { expect, test } from './band.ts';

const fixture = (name: string) => readFileSync(new URL(`../fixtures/audio/${name}`, import.meta.url));

/** Plays an address like the app's player until it is audible. Resolves to its peak level, or to the error. */
function listen(page: Page, address: string): Promise<{ loudest: number; seconds: number } | string> {
  return page.evaluate(async (source) => {
    const audio = new Audio(source);
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaElementSource(audio).connect(analyser).connect(context.destination);
    try {
      await Promise.race([
        audio.play(),
        new Promise((_, reject) => {
          audio.onerror = () => reject(new Error(audio.error?.message ?? 'error'));
        }),
      ]);
      const samples = new Float32Array(analyser.fftSize);
      let loudest = 0;
      for (const end = performance.now() + 10_000; loudest === 0 && performance.now() < end; ) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        analyser.getFloatTimeDomainData(samples);
        loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      }
      return { loudest, seconds: audio.duration };
    } catch (error) {
      return String(error);
    } finally {
      audio.pause();
      await context.close();
    }
  }, address);
}

test('every supported audio format plays and has a waveform', async ({ band }) => {
  const sound = sine(2, { sampleRate: 44_100 });
  const kinds: [string, Buffer<ArrayBuffer>][] = [
    ['16.wav', writePcm('wav-16', sound)],
    ['24.wav', writePcm('wav-24', sound)],
    ['32.wav', writePcm('wav-32', sound)],
    ['float.wav', writePcm('wav-f32', sound)],
    ['double.wav', writePcm('wav-f64', sound)],
    ['long.wav', writePcm('rf64-24', sound)],
    ['24.w64', writePcm('w64-24', sound)],
    ['24.aif', writePcm('aiff-24', sound)],
    ['float.aifc', writePcm('aifc-fl32', sound)],
  ];
  const { ben, ana, projectId, server } = band;
  const put = async (name: string, bytes: Buffer<ArrayBuffer>) =>
    (await upload({ server, user: ben }, bytes, newCut(projectId, name), { name })).file;
  const files = [];
  for (const [name, bytes] of kinds) files.push(await put(name, bytes));
  const alac = await put('lossless.m4a', Buffer.from(fixture('alac.m4a')));

  const { page } = await band.openApp(ana);
  // Chromium lets a page play sound only after a user gesture.
  await page.getByRole('heading', { level: 1, name: band.projectName }).click();
  for (const { id, name } of files) {
    const heard = await listen(page, mediaAddress(id));
    expect(heard, name).toEqual({ loudest: expect.any(Number), seconds: expect.closeTo(2, 1) });
    expect((heard as { loudest: number }).loudest, name).toBeGreaterThan(0.1);
    await expect
      .poll(() => page.evaluate(async (address) => (await fetch(address)).status, peaksAddress(id)), {
        message: name,
      })
      .toBe(200);
  }
  // Chromium has no ALAC decoder, so the app converts it to WAV.
  expect(await listen(page, mediaAddress(alac.id))).toEqual({
    loudest: expect.any(Number),
    seconds: expect.closeTo(0.1, 1),
  });
});

test('local audio plays without the server, and seeking works', async ({ band }) => {
  const { ben, ana, projectId, server } = band;
  const sound = sine(60, { sampleRate: 44_100 });
  const { file } = await upload({ server, user: ben }, writePcm('aiff-24', sound), newCut(projectId), {
    name: 'long.aif',
  });
  const { page } = await band.openApp(ana);
  await page.getByRole('heading', { level: 1, name: band.projectName }).click();
  expect(file.size).toBeGreaterThan(3 * 4 * 1024 ** 2);
  const address = mediaAddress(file.id);
  expect(await listen(page, address)).toMatchObject({ seconds: expect.closeTo(60, 1) });
  const lastByte = () =>
    page.evaluate(
      async (source) => (await fetch(source, { headers: { range: 'bytes=-1' } })).status,
      address,
    );
  await expect.poll(lastByte).toBe(206);
  await band.server.stop();
  await expect.poll(lastByte).toBe(206);
  const reached = await page.evaluate(async (source) => {
    const audio = new Audio(source);
    audio.muted = true;
    await audio.play();
    audio.currentTime = 58;
    await new Promise((resolve) => {
      audio.onended = resolve;
    });
    return audio.currentTime;
  }, address);
  expect(reached).toBeCloseTo(60, 1);
});
