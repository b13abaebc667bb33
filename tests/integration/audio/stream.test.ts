import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPcmLayout } from '../../../audio/pcm-layout.ts';
import { inMemory, sine, writePcm } from '../../helpers/pcm.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { newCut, upload } from '../../helpers/uploads.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/audio/${name}`, import.meta.url));

async function uploaded(bytes: Buffer<ArrayBuffer>, name = 'mix.wav') {
  const server = await startServer();
  const user = await registerUser(server);
  const other = await registerUser(server);
  const projectId = await createProject(user, [other]);
  const { file } = await upload({ server, user }, bytes, newCut(projectId), { name });
  const get = async (headers: Record<string, string> = {}, method = 'GET', who = user) => {
    const response = await fetch(`${server.url}/api/files/${file.id}/stream`, {
      method,
      headers: { cookie: who.cookie, ...headers },
    });
    return { response, status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
  };
  return { server, user, other, projectId, file, get };
}

describe('what Chromium plays', () => {
  it.each([
    ['wav-16', 'mix.wav'],
    ['wav-24', 'mix.wav'],
    ['wav-f32', 'mix.wav'],
    ['rf64-24', 'mix.wav'],
  ] as const)('comes as it is: %s', async (kind, name) => {
    const bytes = writePcm(kind, sine(0.1));
    const { get } = await uploaded(bytes, name);
    const { response, bytes: received } = await get();
    expect(received.equals(bytes)).toBe(true);
    expect(response.headers.get('content-type')).toBe('audio/wav');
    expect((await get({ range: 'bytes=10-19' })).bytes).toEqual(bytes.subarray(10, 20));
  });

  it.each([
    ['bare.mp3', 'audio/mpeg'],
    ['aac.m4a', 'audio/mp4'],
    ['flac.flac', 'audio/flac'],
    ['opus.opus', 'audio/ogg'],
  ])('is sent unchanged: %s', async (name, mimeType) => {
    const { get } = await uploaded(fixture(name), name);
    const { response, bytes } = await get();
    expect(bytes.equals(fixture(name))).toBe(true);
    expect(response.headers.get('content-type')).toBe(mimeType);
  });
});

describe('what Chromium does not play', () => {
  it.each([
    ['aiff-24', 'mix.aif', { bitDepth: 24 }],
    ['aifc-sowt-16', 'mix.aifc', { bitDepth: 16 }],
    ['w64-24', 'mix.w64', { bitDepth: 24 }],
    ['wav-f64', 'mix.wav', { bitDepth: 32 }],
  ] as const)('is sent as a WAV: %s', async (kind, name, expected) => {
    const { get } = await uploaded(writePcm(kind, sine(0.5)), name);
    const { response, bytes } = await get();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('audio/wav');
    expect(Number(response.headers.get('content-length'))).toBe(bytes.length);
    const layout = await readPcmLayout(inMemory(bytes));
    expect(layout).toMatchObject({ ...expected, container: 'riff', channels: 2, sampleRate: 8_000 });
    expect((layout?.dataBytes ?? 0) + 44).toBe(bytes.length);
  });

  it('supports the same ranges as a file', async () => {
    const { user, file, get } = await uploaded(writePcm('aiff-24', sine(5)), 'mix.aif');
    const { bytes: whole, response } = await get();
    const size = whole.length;
    expect(size).toBeGreaterThan(128 * 1024);
    const etag = response.headers.get('etag') ?? '';
    const table: [string, number, number][] = [
      ['bytes=0-', 0, size - 1],
      ['bytes=0-0', 0, 0],
      ['bytes=40-50', 40, 50],
      ['bytes=44-', 44, size - 1],
      ['bytes=45-46', 45, 46],
      ['bytes=131071-131073', 131_071, 131_073],
      [`bytes=${size - 1}-`, size - 1, size - 1],
      ['bytes=-5', size - 5, size - 1],
      [`bytes=100-${size + 99}`, 100, size - 1],
    ];
    for (const [range, start, end] of table) {
      const part = await get({ range });
      expect(part.status, range).toBe(206);
      expect(part.response.headers.get('content-range'), range).toBe(`bytes ${start}-${end}/${size}`);
      expect(part.bytes.equals(whole.subarray(start, end + 1)), range).toBe(true);
      const head = await get({ range }, 'HEAD');
      expect(head.response.headers.get('content-length'), range).toBe(String(end - start + 1));
    }
    const refused = await get({ range: `bytes=${size}-` });
    expect(refused.status).toBe(416);
    expect(refused.response.headers.get('content-range')).toBe(`bytes */${size}`);
    expect((await get({ range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200);
    expect((await get({ range: 'bytes=0-9', 'if-range': etag })).status).toBe(206);
    const address = `/api/files/${file.id}/stream`;
    const known = await user.request('GET', address, undefined, { 'if-none-match': etag });
    expect(known.status).toBe(304);
  });

  it('sends any range as that part of the whole', async () => {
    const { get } = await uploaded(writePcm('w64-24', sine(0.5, { channels: 3 })), 'mix.w64');
    const { bytes: whole } = await get();
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(5000), async (start, length) => {
        const { bytes } = await get({ range: `bytes=${start}-${start + length}` });
        expect(bytes.equals(whole.subarray(start, start + length + 1))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('is sent as a WAV: Apple Lossless', async () => {
    const { file, get } = await uploaded(fixture('alac-stereo-24.m4a'), 'mix.m4a');
    const { response, bytes } = await get();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('audio/wav');
    const layout = await readPcmLayout(inMemory(bytes));
    expect(layout).toMatchObject({ container: 'riff', channels: 2, sampleRate: 48_000, bitDepth: 24 });
    expect(layout?.dataBytes).toBe(4_800 * 2 * 3);
    expect(file.audio?.durationSeconds).toBeCloseTo(0.1, 3);
    const part = await get({ range: 'bytes=20000-20099' });
    expect(part.bytes.equals(bytes.subarray(20_000, 20_100))).toBe(true);
  });

  it.each([
    ['a GSM recording', 'mix.wav'],
    ['stems.zip', 'stems.zip'],
  ])('is refused if it can’t be converted: %s', async (from, name) => {
    const zip = '504b03040a0000000000000000008316dc8c010000000100000005000000612e77617678';
    const gsm = fixture('pcm16.wav');
    gsm.writeUInt16LE(0x31, gsm.indexOf('fmt ') + 8);
    const bytes = from === 'stems.zip' ? Buffer.from(zip, 'hex') : gsm;
    const { response, bytes: body } = await (await uploaded(bytes, name)).get();
    expect(response.status).toBe(400);
    expect(JSON.parse(body.toString())).toMatchObject({ kind: 'unsupported-type', statusCode: 400 });
  });
});

it('streams to members only, until they are removed, also under the address for pages', async () => {
  const { server, user, other, projectId, file, get } = await uploaded(writePcm('wav-16', sine(0.1)));
  const stranger = await registerUser(server);
  expect((await get({}, 'GET', stranger)).status).toBe(404);
  expect((await fetch(`${server.url}/api/files/${file.id}/stream`)).status).toBe(401);
  expect((await get({}, 'GET', other)).status).toBe(200);
  expect((await other.request('GET', `/media/${file.id}`)).status).toBe(200);
  await user.command('member.remove', { projectId, userId: other.account.id });
  expect((await get({}, 'GET', other)).status).toBe(404);
  expect((await other.request('GET', `/media/${file.id}`)).status).toBe(404);
});

it('survives listeners that disconnect midway', async () => {
  const { server, user, file, get } = await uploaded(writePcm('aiff-24', sine(60)), 'mix.aif');
  for (let round = 0; round < 5; round++) {
    const leaving = new AbortController();
    const response = await fetch(`${server.url}/api/files/${file.id}/stream`, {
      headers: { cookie: user.cookie },
      signal: leaving.signal,
    });
    await response.body?.getReader().read();
    leaving.abort();
  }
  expect((await get({ range: 'bytes=0-0' })).status).toBe(206);
});
