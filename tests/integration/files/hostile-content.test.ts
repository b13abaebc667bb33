import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { commit, makeWave, newCut, reserved, sendBytes, upload } from '../../helpers/uploads.ts';
import { zipOf } from '../../helpers/zip.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/audio/${name}`, import.meta.url));

/** An ID3 tag of a million and a half frames of one byte, before the sound of an MP3. */
function taggedSound(): Buffer<ArrayBuffer> {
  const frames = 1_500_000;
  const frame = Buffer.from('TXXX\0\0\0\x01\0\0\0', 'latin1');
  const tagBytes = frames * frame.length;
  const size = [21, 14, 7, 0].map((shift) => (tagBytes >> shift) & 127);
  const header = Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, ...size]);
  return Buffer.concat([header, Buffer.alloc(tagBytes, frame), fixture('long-variable.mp3')]);
}

/** An MP4 of four megabytes of empty atoms. */
function tinyAtoms(): Buffer<ArrayBuffer> {
  const type = Buffer.from('\0\0\0\x18ftypM4A \0\0\0\0M4A mp42', 'latin1');
  return Buffer.concat([type, Buffer.alloc(4 * 1024 ** 2, Buffer.from('\0\0\0\x08free', 'latin1'))]);
}

it.each([
  ['an ID3 tag of 1.5 million frames', taggedSound, 'audio/mpeg', 6],
  ['4 MB of empty atoms', tinyAtoms, 'audio/mp4', undefined],
] as const)(
  'answers other requests while it looks into %s, and doesn’t look for long',
  async (_, make, type, seconds) => {
    const server = await startServer({ inspectionMilliseconds: 1_000 });
    const user = await registerUser(server);
    const projectId = await createProject(user);
    const bytes = make();
    const row = await reserved(user, bytes, newCut(projectId), { name: 'mix' });
    await sendBytes({ server, user }, row, bytes);

    let isCommitting = true;
    const started = performance.now();
    const committing = commit(user, row).finally(() => {
      isCommitting = false;
    });
    let slowest = 0;
    let answered = 0;
    while (isCommitting) {
      const asked = performance.now();
      await user.request('GET', '/api/projects');
      slowest = Math.max(slowest, performance.now() - asked);
      answered++;
    }
    const { status, body } = await committing;
    expect([status, body.file.mimeType, body.file.size]).toEqual([200, type, bytes.length]);
    // The facts in the header are kept.
    expect(body.file.audio?.durationSeconds).toBe(seconds);
    // Both took more than ten seconds, in which nothing else was answered.
    expect(performance.now() - started).toBeLessThan(8_000);
    expect(slowest).toBeLessThan(2_000);
    expect(answered).toBeGreaterThan(3);
  },
);

it('refuses a video with a reason', async () => {
  const server = await startServer();
  const user = await registerUser(server);
  const bytes = Buffer.from(fixture('video.mp4'));
  const row = await reserved(user, bytes, newCut(await createProject(user)), { name: 'mix.mp4' });
  await sendBytes({ server, user }, row, bytes);
  const { status, body } = await commit(user, row);
  expect([status, body.kind]).toEqual([400, 'unsupported-type']);
  expect(body.error).toMatch(/^Videos aren’t supported/);
});

/** A WAV with 200 chunks before its sound, too far from each other to be read at once. */
function scatteredChunks(): Buffer<ArrayBuffer> {
  const wave = makeWave();
  const chunk = Buffer.alloc(40_008);
  chunk.write('junk');
  chunk.writeUInt32LE(40_000, 4);
  return Buffer.concat([wave.subarray(0, 12), Buffer.alloc(200 * chunk.length, chunk), wave.subarray(12)]);
}

it('says so where a file takes too long to read, and goes on', async () => {
  const server = await startServer();
  const user = await registerUser(server);
  const place = newCut(await createProject(user));
  const { file: sound } = await upload({ server, user }, scatteredChunks(), place, { name: 'mix.wav' });
  const names = Array.from({ length: 2_000 }, (_, at) => `${at}.wav`);
  const { file: archive } = await upload({ server, user }, await zipOf(names), place, { name: 'stems.zip' });
  await server.restart({ inspectionMilliseconds: 1 });
  const ask = async (path: string) => {
    const { status, body } = await user.request('GET', path);
    return [status, body.error];
  };
  expect(await ask(`/api/files/${sound.id}/stream`)).toEqual([
    400,
    'This file takes too long to read. Download it instead.',
  ]);
  expect(await ask(`/api/files/${sound.id}/download?markers=1`)).toEqual([
    400,
    'markers: This file takes too long to read, so no markers were added.',
  ]);
  expect(await ask(`/api/files/${archive.id}/contents`)).toEqual([
    404,
    'This ZIP can’t be read. Download it to check it.',
  ]);
  await server.restart({ inspectionMilliseconds: 30_000 });
  expect((await user.request('GET', `/api/files/${archive.id}/contents`)).body.entries).toHaveLength(2_000);
});
