import { existsSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeSound } from '../../../audio/decoding/decode-sound.ts';
import { loadFfmpegPackage } from '../../../audio/decoding/ffmpeg.ts';
import { decodePeaks } from '../../../audio/peaks-format.ts';
import { filePeaksSchema, peaksPendingSchema } from '../../../protocol/wire/peaks.ts';
import { measureSound } from '../../../server/measurements/measure-sound.ts';
import { createMeasuringThread } from '../../../server/measurements/measuring-thread.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { inMemory, sine, writePcm } from '../../helpers/pcm.ts';
import {
  collectMoments,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { newCut, upload } from '../../helpers/uploads.ts';

const measurePeaks = async (bytes: Uint8Array, mimeType: string) =>
  (await measureSound(inMemory(bytes), mimeType, ['peaks']))?.peaks ?? null;

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/audio/${name}`, import.meta.url));

async function band() {
  const server = await startServer();
  const user = await registerUser(server);
  const other = await registerUser(server);
  const projectId = await createProject(user, [other]);
  const put = async (bytes: Buffer<ArrayBuffer>, name = 'mix.wav') =>
    (await upload({ server, user }, bytes, newCut(projectId), { name })).file;
  return { server, user, other, projectId, put };
}

const peaksFile = ({ dataDirectory }: TestServer, sha256: string) =>
  join(dataDirectory, 'blobs', sha256.slice(0, 2), `${sha256}.peaks`);

const ask = (who: TestUser, fileId: string, headers?: Record<string, string>) =>
  who.request('GET', `/api/files/${fileId}/peaks`, undefined, headers);

async function download({ url }: TestServer, { cookie }: TestUser, fileId: string) {
  const response = await fetch(`${url}/api/files/${fileId}/peaks`, { headers: { cookie } });
  return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
}

describe('the waveform of an upload', () => {
  it('follows the upload: members get an event and can read it', async () => {
    const { server, user, other, projectId, put } = await band();
    const socket = await connectSocket(server, other);
    await joinProject(socket, projectId);
    const moments = collectMoments(socket);
    const file = await put(writePcm('wav-24', sine(20)));
    const early = await ask(user, file.id);
    if (early.status === 202) {
      expect(peaksPendingSchema.parse(early.body)).toStrictEqual(early.body);
      expect(Number(early.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    const moment = await until(() => moments.find(({ name }) => name === 'file:peaks'));
    expect(moment.position).toBeUndefined();
    expect(filePeaksSchema.parse(moment.payload)).toStrictEqual({ fileId: file.id, cutId: file.cutId });

    const { response, bytes } = await download(server, other, file.id);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('cache-control')).toContain('immutable');
    const peaks = decodePeaks(bytes);
    expect(peaks).toMatchObject({ sampleRate: 8_000, samplesPerPixel: 256 });
    expect(peaks?.points.length).toBe(2 * Math.ceil((20 * 8_000) / 256));
    expect(Math.max(...(peaks?.points ?? []))).toBe(Math.trunc(0.8 * 128));
    const again = await ask(other, file.id, { 'if-none-match': response.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  it('is for members only, until they are removed', async () => {
    const { server, user, other, projectId, put } = await band();
    const stranger = await registerUser(server);
    const file = await put(writePcm('wav-16', sine(0.1)));
    await until(async () => (await ask(other, file.id)).status === 200);
    expect((await ask(stranger, file.id)).status).toBe(404);
    expect((await fetch(`${server.url}/api/files/${file.id}/peaks`)).status).toBe(401);
    await user.command('member.remove', { projectId, userId: other.account.id });
    expect((await ask(other, file.id)).status).toBe(404);
    expect((await ask(user, 'none')).status).toBe(404);
  });

  it('is ready at once for bytes that were measured before', async () => {
    const { user, put } = await band();
    const bytes = writePcm('aiff-24', sine(0.2));
    const first = await put(bytes, 'mix.aif');
    await until(async () => (await ask(user, first.id)).status === 200);
    const second = await put(bytes, 'mix again.aif');
    expect(second.id).not.toBe(first.id);
    expect((await ask(user, second.id)).status).toBe(200);
  });

  it('is reported as missing for files without readable sound, so that nobody waits', async () => {
    const { server, user, projectId, put } = await band();
    const socket = await connectSocket(server, user);
    await joinProject(socket, projectId);
    const moments = collectMoments(socket);
    const telephone = fixture('pcm16.wav');
    telephone.writeUInt16LE(0x31, telephone.indexOf('fmt ') + 8);
    const gsm = await put(telephone, 'mix.wav');
    await until(() => moments.find(({ payload }) => payload.fileId === gsm.id));
    expect((await ask(user, gsm.id)).body).toMatchObject({ kind: 'not-found', statusCode: 404 });
    const zip = await put(
      Buffer.from('504b03040a0000000000000000008316dc8c010000000100000005000000612e77617678', 'hex'),
      'stems.zip',
    );
    expect((await ask(user, zip.id)).status).toBe(404);
  });

  it.each([
    ['wav-f32', 'mix.wav'],
    ['rf64-24', 'mix.wav'],
    ['w64-24', 'mix.w64'],
    ['aifc-fl32', 'mix.aifc'],
  ] as const)('is measured from %s', async (kind, name) => {
    const { server, user, put } = await band();
    const file = await put(writePcm(kind, sine(0.5)), name);
    await until(async () => (await ask(user, file.id)).status === 200);
    const { bytes } = await download(server, user, file.id);
    expect(Math.min(...(decodePeaks(bytes)?.points ?? []))).toBe(Math.trunc(-0.8 * 128));
  });
});

describe('the RMS beside a waveform', () => {
  const detailed = async ({ url }: TestServer, { cookie }: TestUser, fileId: string) => {
    const response = await fetch(`${url}/api/files/${fileId}/peaks?detail=rms`, { headers: { cookie } });
    return { response, peaks: decodePeaks(new Uint8Array(await response.arrayBuffer())) };
  };

  it('is added on request only', async () => {
    const { server, user, put } = await band();
    const file = await put(writePcm('wav-24', sine(20)));
    const { peaks, response } = await until(async () => {
      const answer = await detailed(server, user, file.id);
      return answer.peaks?.rms && answer;
    });
    expect(response.headers.get('cache-control')).toContain('immutable');
    // Sines of level 0.8 and 0.4 in the two channels.
    expect(Math.max(...(peaks?.rms ?? []))).toBe(Math.round(255 * Math.sqrt((0.8 ** 2 + 0.4 ** 2) / 4)));
    expect(peaks?.rms?.length).toBe((peaks?.points.length ?? 0) / 2);
    const plain = await download(server, user, file.id);
    expect(decodePeaks(plain.bytes)?.rms).toBeUndefined();
    expect(plain.response.headers.get('etag')).not.toBe(response.headers.get('etag'));
    const wrong = await user.request('GET', `/api/files/${file.id}/peaks?detail=all`);
    expect(wrong.body).toMatchObject({ kind: 'invalid', statusCode: 400 });
  });

  it('is measured again for a file of an earlier version, which shows its peaks meanwhile', async () => {
    const { server, user, projectId, put } = await band();
    const file = await put(writePcm('wav-16', sine(1)));
    const rms = peaksFile(server, file.sha256).replace(/peaks$/, 'rms');
    await until(() => existsSync(rms));
    const socket = await connectSocket(server, user);
    await joinProject(socket, projectId);
    const moments = collectMoments(socket);
    rmSync(rms);
    const early = await detailed(server, user, file.id);
    expect(early.response.headers.get('cache-control')).toBe('no-store');
    expect(early.peaks?.rms).toBeUndefined();
    await until(() => moments.find(({ name }) => name === 'file:peaks'));
    expect((await detailed(server, user, file.id)).peaks?.rms).toBeDefined();
  });
});

describe('a server that stops', () => {
  it('measures what is missing after the next start, without being asked', async () => {
    const { server, put } = await band();
    const file = await put(writePcm('wav-16', sine(1)));
    await until(() => existsSync(peaksFile(server, file.sha256)));
    await until(async () => (await server.database.value('select measured from blob')) === 1);
    await server.stop();
    rmSync(peaksFile(server, file.sha256));
    await server.database.run('update blob set measured = null');
    await server.restart();
    await until(() => existsSync(peaksFile(server, file.sha256)));
  });

  it('loses nothing when it stops while measuring', async () => {
    const { server, user, put } = await band();
    const files = [];
    for (let number = 0; number < 4; number++) {
      files.push(await put(writePcm('wav-16', sine(30, { level: 0.2 * (number + 1) }))));
    }
    await server.restart();
    for (const { id } of files) await until(async () => (await ask(user, id)).status === 200);
  });
});

describe('compressed sound', () => {
  // All contain a sine at level 1/8, the default of ffmpeg's source.
  it.each([
    ['flac.flac', 'audio/flac', 0.02],
    ['tagged.mp3', 'audio/mpeg', 0.1],
    ['bare.mp3', 'audio/mpeg', 0.1],
    ['vorbis.ogg', 'audio/ogg', 0.1],
    ['opus.opus', 'audio/ogg', 0.1],
    ['aac.m4a', 'audio/mp4', 0.1],
    ['audio-only.mp4', 'audio/mp4', 0.1],
    ['adts.aac', 'audio/aac', 0.1],
    ['alac.m4a', 'audio/mp4', 0.1],
    ['alac-24.m4a', 'audio/mp4', 0.02],
  ])('%s is measured', async (name, mimeType, seconds) => {
    const peaks = decodePeaks((await measurePeaks(fixture(name), mimeType)) ?? new Uint8Array(0));
    expect(peaks).not.toBeNull();
    if (!peaks) return;
    const measured = (peaks.points.length / 2) * (peaks.samplesPerPixel / peaks.sampleRate);
    // Up to the next point, and with the padding at the end of MP3 and Opus.
    expect(measured).toBeGreaterThanOrEqual(seconds * 0.9);
    expect(measured).toBeLessThan(seconds + 0.1);
    expect(Math.max(...peaks.points)).toBeGreaterThanOrEqual(14);
    expect(Math.max(...peaks.points)).toBeLessThanOrEqual(24);
  });

  it('has no waveform in an MP4 without sound, and skips bytes between frames of AAC', async () => {
    expect(await measurePeaks(fixture('video.mp4'), 'audio/mp4')).toBeNull();
    const frames = fixture('adts.aac');
    const clean = await measurePeaks(frames, 'audio/aac');
    expect(clean).not.toBeNull();
    const garbled = Buffer.concat([Buffer.alloc(70_000, 0x55), frames, Buffer.alloc(5, 0xff)]);
    expect(await measurePeaks(garbled, 'audio/aac')).toEqual(clean);
  });

  it('may be cut off or damaged without stopping the thread for good', async () => {
    const folder = await temporaryFolder('bandmate-peaks');
    const thread = createMeasuringThread();
    disposeLater(thread.stop);
    const cases: [string, string][] = [
      ['flac.flac', 'audio/flac'],
      ['tagged.mp3', 'audio/mpeg'],
      ['vorbis.ogg', 'audio/ogg'],
      ['opus.opus', 'audio/ogg'],
      ['aac.m4a', 'audio/mp4'],
      ['alac.m4a', 'audio/mp4'],
      ['adts.aac', 'audio/aac'],
      ['pcm24.wav', 'audio/wav'],
    ];
    for (const [name, mimeType] of cases) {
      const whole = fixture(name);
      const damaged = Buffer.from(whole);
      for (let at = Math.floor(whole.length / 3); at < whole.length; at += 7) damaged[at] = 0xff;
      const noise = Buffer.concat([whole.subarray(0, 60), Buffer.alloc(3000, 0xa5)]);
      for (const bytes of [whole.subarray(0, whole.length / 2), damaged, noise, Buffer.alloc(0)]) {
        const path = join(folder, 'file');
        await writeFile(path, bytes);
        const { kind } = await thread.run({ path, mimeType, names: ['peaks'] });
        expect(['measured', 'none'], name).toContain(kind);
      }
    }
    const good = new URL('../../fixtures/audio/flac.flac', import.meta.url).pathname;
    expect((await thread.run({ path: good, mimeType: 'audio/flac', names: ['peaks'] })).kind).toBe(
      'measured',
    );
  });
});

describe('the measuring thread', () => {
  it('gives up on a file that takes too long, and measures the next one', async () => {
    const folder = await temporaryFolder('bandmate-peaks');
    const path = join(folder, 'long.wav');
    await writeFile(path, writePcm('wav-16', sine(1)));
    const request = { path, mimeType: 'audio/wav', names: ['peaks'] } as const;
    const impatient = createMeasuringThread({ longestMilliseconds: 0 });
    disposeLater(impatient.stop);
    expect(await impatient.run(request)).toMatchObject({ kind: 'none' });
    const patient = createMeasuringThread();
    disposeLater(patient.stop);
    expect((await patient.run({ ...request, path: join(folder, 'gone') })).kind).toBe('failed');
    expect((await patient.run(request)).kind).toBe('measured');
    await patient.stop();
    expect((await patient.run(request)).kind).toBe('measured');
  });
});

it('reads and decodes every sample once, in several pieces', async () => {
  const bytes = writePcm('wav-24', sine(70));
  // Several pieces of the reading.
  expect(bytes.length).toBeGreaterThan(3 * 1024 ** 2);
  let frames = 0;
  for await (const { planes } of decodeSound(inMemory(bytes), 'audio/wav', loadFfmpegPackage)) {
    expect(planes).toHaveLength(2);
    frames += planes[0]?.length ?? 0;
  }
  expect(frames).toBe(70 * 8_000);
  const read: [number, number][] = [];
  const counting = {
    size: bytes.length,
    async read(position: number, length: number) {
      read.push([position, length]);
      return bytes.subarray(position, position + length);
    },
  };
  const peaks = await measureSound(counting, 'audio/wav', ['peaks']);
  expect(peaks?.peaks).toEqual(await measurePeaks(bytes, 'audio/wav'));
  const ofSamples = read.filter(([, length]) => length > 1000);
  expect(ofSamples.reduce((sum, [, length]) => sum + length, 0)).toBe(bytes.length - 44);
});
