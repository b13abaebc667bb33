import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodePeaks } from '../../../audio/peaks-format.ts';
import { loudnessSchema } from '../../../protocol/wire/file.ts';
import { hostileSounds } from '../../helpers/hostile-sounds.ts';
import { sine, writePcm } from '../../helpers/pcm.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { newCut, upload } from '../../helpers/uploads.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/audio/${name}`, import.meta.url));

async function studio() {
  const server = await startServer();
  const user = await registerUser(server);
  const place = { server, user };
  const projectId = await createProject(user);
  const add = async (bytes: Buffer<ArrayBuffer>, name: string) =>
    (await upload(place, bytes, newCut(projectId, name), { name: `${name}.wav` })).file;
  /** The answer once the server has measured the file. */
  const figure = (id: string, name: 'peaks' | 'loudness') =>
    until(async () => {
      const response = await fetch(`${server.url}/api/files/${id}/${name}`, {
        headers: { cookie: user.cookie },
      });
      if (response.status === 202) return null;
      return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
    });
  const rowOf = async (id: string) => {
    const { body } = await user.request('GET', `/api/projects/${projectId}`);
    const files = body.vibes.flatMap((vibe: { cuts: { files: { id: string }[] }[] }) =>
      vibe.cuts.flatMap((cut) => cut.files),
    );
    return files.find((file: { id: string }) => file.id === id);
  };
  return { user, add, figure, rowOf };
}

const peakOf = (bytes: Uint8Array) => decodePeaks(bytes);
const reasonOf = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)).error;

it('every hostile file gets a waveform and a loudness in its row, and the server goes on', {
  timeout: 60_000,
}, async () => {
  const { user, add, figure, rowOf } = await studio();
  const before = process.memoryUsage().rss;
  for (const [name, make] of Object.entries(hostileSounds)) {
    const { id } = await add(make(), name);
    const peaks = await figure(id, 'peaks');
    expect([name, peaks.status]).toEqual([name, 200]);
    expect([name, peakOf(peaks.bytes)?.points.length]).not.toEqual([name, 0]);
    const measured = await until(async () => (await rowOf(id))?.loudness);
    expect(loudnessSchema.parse(measured), name).toEqual(measured);
    const isLoud = !['silence', 'samples that are no numbers', '12 hours'].includes(name);
    if (!isLoud) expect([name, measured.integrated]).toEqual([name, null]);
    expect((await user.request('GET', '/api/projects')).status).toBe(200);
  }
  // The threads' own memory included; the largest file alone has 43 MB, and is received by this process.
  expect(process.memoryUsage().rss - before).toBeLessThan(700 * 1024 ** 2);
  const { id } = await add(Buffer.from(writePcm('wav-16', sine(1))), 'Dune');
  expect((await figure(id, 'peaks')).status).toBe(200);
});

it('a file without sound that can be read has a plain reason instead', async () => {
  const { add, figure, rowOf } = await studio();
  const broken = Buffer.from(writePcm('wav-16', sine(1)));
  broken.writeUInt16LE(0x31, broken.indexOf('fmt ') + 8);
  // The table of a FLAC file says 44.1 kHz, and nothing follows.
  const cut = Buffer.from(fixture('flac.flac').subarray(0, 60));
  const noRoom = Buffer.from(writePcm('wav-16', sine(1)).subarray(0, 44));
  for (const [name, bytes] of [
    ['a codec of telephones', broken],
    ['a FLAC file that ends in its header', cut],
    ['a WAV without samples', noRoom],
  ] as const) {
    const { id } = await add(bytes, name);
    for (const figureName of ['peaks', 'loudness'] as const) {
      const { status, bytes: body } = await figure(id, figureName);
      expect([name, status]).toEqual([name, 404]);
      expect(reasonOf(body)).toMatch(
        /^No waveform: this file (has no sound that can be read here|is damaged)\.$/,
      );
    }
    expect((await rowOf(id))?.loudness).toBeUndefined();
  }
});
