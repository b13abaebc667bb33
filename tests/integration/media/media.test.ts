import { readdirSync } from 'node:fs';
import { readFile, rename, stat, truncate, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePeaks, encodePeaks } from '../../../audio/peaks-format.ts';
import { systemClock } from '../../../common/clock.ts';
import { createDisk } from '../../../main/bounces/disk/disk.ts';
import { identityOf } from '../../../main/bounces/disk/file-identity.ts';
import type { LocalCopy } from '../../../main/bounces/pipeline.ts';
import { longestAnswerBytes } from '../../../main/media/answer-sound.ts';
import { createMedia, type Media, parseMediaPath } from '../../../main/media/create-media.ts';
import { createFileReaders } from '../../../main/reading/file-readers.ts';
import { createNodeClient } from '../../../main/session/node-client.ts';
import {
  differenceAddress,
  loudnessAddress,
  mediaAddress,
  peaksAddress,
} from '../../../protocol/ipc/media-addresses.ts';
import type { File } from '../../../protocol/wire/file.ts';
import { loudnessCurveSchema } from '../../../protocol/wire/loudness.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { musicFile } from '../../helpers/music-files.ts';
import { sine, writePcm } from '../../helpers/pcm.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';
import { createProject, registerUser, startServer, type TestServer } from '../../helpers/server.ts';
import { amplify } from '../../helpers/sound-edits.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

async function band() {
  const server = await startServer();
  const user = await registerUser(server);
  const projectId = await createProject(user);
  const files = new Map<string, File>();
  const copies = new Map<string, LocalCopy[]>();
  const folder = await temporaryFolder('bandmate-media');
  const open = (serverUrl = server.url): Media => {
    const cookies = {
      header: () => user.cookie,
      receive: () => false,
      list: () => [],
      clear: () => undefined,
    };
    const log = createQuietLog();
    const readers = createFileReaders();
    disposeLater(readers.stop);
    const media = createMedia({
      disk: createDisk(),
      readers,
      clock: systemClock,
      folder,
      picturesFolder: `${folder}-pictures`,
      client: createNodeClient({ serverUrl, cookies, log, clock: systemClock }),
      findFile: (fileId) => files.get(fileId),
      findCopies: (sha256) => copies.get(sha256) ?? [],
      log,
    });
    disposeLater(media.stop);
    return media;
  };
  const put = async (bytes: Buffer<ArrayBuffer>, name = 'mix.wav') => {
    const { file } = await upload({ server, user }, bytes, newCut(projectId), { name });
    files.set(file.id, file);
    return file;
  };
  const kept = () => readdirSync(folder).filter((name) => /^[0-9a-f]{64}$/.test(name));
  return { server, user, files, copies, folder, open, put, kept };
}

const ask = (media: Media, address: string, headers: Record<string, string> = {}, method = 'GET') =>
  media.answer(new Request(`app://bundle/${address}`, { headers, method }));

async function bytesOf(media: Media, { id }: File, range?: string) {
  const response = await ask(media, mediaAddress(id), range === undefined ? {} : { range });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

/** Reads the whole file as a player does: each request starts where the last answer ended. */
async function playThrough(media: Media, file: File): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const { response, bytes } = await bytesOf(media, file, `bytes=${at}-`);
    if (response.status !== 206) throw new Error(`${response.status} at ${at}`);
    pieces.push(bytes);
    at += bytes.length;
    if (at === Number(response.headers.get('content-range')?.split('/')[1])) return Buffer.concat(pieces);
  }
}

/** Stops the server and expects that the end of the file can still be played. */
async function hasAllWithout(server: TestServer, media: Media, file: File): Promise<void> {
  await server.stop();
  expect((await bytesOf(media, file, 'bytes=-1')).response.status).toBe(206);
}

/** A proxy whose connection breaks once, after this many bytes of an answer. Records the requested ranges. */
async function openProxy(server: TestServer, cutAfter: number) {
  const ranges: string[] = [];
  let isCut = false;
  const proxy = http.createServer((asked, answer) => {
    if (asked.headers.range) ranges.push(asked.headers.range);
    const onward = http.request(`${server.url}${asked.url}`, { headers: asked.headers }, (response) => {
      answer.writeHead(response.statusCode ?? 500, response.headers);
      let sent = 0;
      response.on('data', (piece: Buffer) => {
        const rest = cutAfter - sent;
        sent += piece.length;
        if (isCut || rest > piece.length) return void answer.write(piece);
        isCut = true;
        answer.write(piece.subarray(0, rest), () => answer.destroy());
        response.destroy();
      });
      response.on('end', () => answer.end());
    });
    onward.on('error', () => answer.destroy());
    onward.end();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  disposeLater(() => {
    proxy.close();
    proxy.closeAllConnections();
  });
  const { port } = proxy.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, ranges, isCut: () => isCut };
}

async function localCopy(bytes: Buffer, name = 'bounce.wav'): Promise<LocalCopy> {
  const path = join(await temporaryFolder('bandmate-bounces'), name);
  await writeFile(path, bytes);
  return { path, identity: identityOf(await stat(path, { bigint: true })) };
}

describe('a file on the server', () => {
  it('plays at once and is cached: the second time needs no server', async () => {
    const { server, open, put, kept } = await band();
    const bytes = makeWave(9_000_000);
    const file = await put(bytes);
    const media = open();
    expect((await playThrough(media, file)).equals(bytes)).toBe(true);
    await hasAllWithout(server, media, file);
    expect((await playThrough(media, file)).equals(bytes)).toBe(true);
    expect(kept()).toEqual([file.sha256]);
    await media.stop();
    expect((await playThrough(open(), file)).equals(bytes)).toBe(true);
  });

  it('answers every range correctly, up to the limit', async () => {
    const { open, put } = await band();
    const bytes = makeWave(longestAnswerBytes + 2_000_000);
    const [file, size] = [await put(bytes), bytes.length];
    const media = open();
    const table: [string, number, number][] = [
      [`bytes=${size - 10}-`, size - 10, size - 1],
      ['bytes=-3', size - 3, size - 1],
      ['bytes=0-0', 0, 0],
      ['bytes=0-', 0, longestAnswerBytes - 1],
      ['bytes=5-', 5, longestAnswerBytes + 4],
    ];
    for (const [range, start, end] of table) {
      const part = await bytesOf(media, file, range);
      expect(part.response.status, range).toBe(206);
      expect(part.response.headers.get('content-range'), range).toBe(`bytes ${start}-${end}/${size}`);
      expect(part.response.headers.get('content-length'), range).toBe(String(end - start + 1));
      expect(part.bytes.equals(bytes.subarray(start, end + 1)), range).toBe(true);
    }
    const beyond = await bytesOf(media, file, `bytes=${size}-`);
    expect([beyond.response.status, beyond.response.headers.get('content-range')]).toEqual([
      416,
      `bytes */${size}`,
    ]);
    const whole = await bytesOf(media, file);
    expect([whole.response.status, whole.bytes.equals(bytes)]).toEqual([200, true]);
    const head = await ask(media, mediaAddress(file.id), {}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), head.body]).toEqual([200, String(size), null]);
    expect((await ask(media, mediaAddress(file.id), {}, 'POST')).status).toBe(405);
  });

  it('continues a download after a lost connection and a restart', async () => {
    const { server, open, put } = await band();
    const bytes = makeWave(20_000_000);
    const file = await put(bytes);
    const proxy = await openProxy(server, 9_000_000);
    const first = open(proxy.url);
    const begun = await bytesOf(first, file, 'bytes=0-100000');
    expect(begun.response.status).toBe(206);
    await until(() => proxy.isCut());
    await first.stop();
    const before = proxy.ranges.length;
    const second = open(proxy.url);
    expect((await playThrough(second, file)).equals(bytes)).toBe(true);
    const [next = ''] = proxy.ranges.slice(before);
    const from = Number(/^bytes=(\d+)-19999999$/.exec(next)?.[1]);
    // Bytes that were in transit at the cut are lost.
    expect(from).toBeGreaterThan(1_000_000);
    expect(from).toBeLessThanOrEqual(9_000_000);
    expect(proxy.ranges.slice(before)).toHaveLength(1);
    await hasAllWithout(server, second, file);
  });

  it('answers with the reason if the file can’t be had', async () => {
    const { server, user, files, open, put } = await band();
    const file = await put(makeWave(100_000));
    const media = open();
    expect(await (await ask(media, mediaAddress('none'))).json()).toMatchObject({
      kind: 'not-found',
      statusCode: 404,
    });
    await user.command('file.delete', { id: file.id });
    expect((await bytesOf(media, file)).response.status).toBe(404);
    files.set('zip', { ...file, id: 'zip', mimeType: 'application/zip', type: 'STEM' });
    expect(await (await ask(media, mediaAddress('zip'))).json()).toMatchObject({ kind: 'unsupported-type' });
    await server.stop();
    const offline = await bytesOf(media, file, 'bytes=0-');
    expect([offline.response.status, JSON.parse(offline.bytes.toString()).kind]).toEqual([503, 'offline']);
    expect((await ask(media, peaksAddress(file.id))).status).toBe(503);
  });
});

describe('a file on this disk', () => {
  it('is preferred: no server is asked and nothing is cached', async () => {
    const { server, copies, open, put, kept } = await band();
    const bytes = makeWave(3_000_000);
    const file = await put(bytes);
    copies.set(file.sha256, [await localCopy(bytes)]);
    await server.stop();
    const media = open();
    expect((await playThrough(media, file)).equals(bytes)).toBe(true);
    expect(kept()).toEqual([]);
  });

  it('is never played if it changed, moved or was replaced', async () => {
    const { copies, open, put } = await band();
    const bytes = makeWave(200_000);
    const file = await put(bytes);
    const other = makeWave(200_000);
    const changed = await localCopy(bytes);
    await writeFile(changed.path, other);
    const replaced = await localCopy(bytes);
    await writeFile(`${replaced.path}.new`, other);
    await rename(`${replaced.path}.new`, replaced.path);
    const gone = { ...changed, path: `${changed.path}.gone` };
    const shorter = await localCopy(bytes.subarray(0, 1000));
    copies.set(file.sha256, [changed, replaced, gone, shorter]);
    expect((await playThrough(open(), file)).equals(bytes)).toBe(true);
  });

  it('gives way to the band’s file if it changes while playing', async () => {
    const { copies, open, put } = await band();
    const bytes = makeWave(6_000_000);
    const file = await put(bytes);
    const copy = await localCopy(bytes);
    copies.set(file.sha256, [copy]);
    const media = open();
    const first = await bytesOf(media, file, 'bytes=0-');
    await writeFile(copy.path, makeWave(6_000_000));
    const second = await bytesOf(media, file, `bytes=${first.bytes.length}-`);
    expect(Buffer.concat([first.bytes, second.bytes]).equals(bytes)).toBe(true);
  });
});

describe('the cache', () => {
  it('never exceeds its limit: the least recently played goes first', async () => {
    const { server, open, put, kept } = await band();
    const media = open();
    const limitBytes = 2_500_000;
    media.setCacheLimit(limitBytes);
    const files: File[] = [];
    for (let number = 0; number < 3; number++) files.push(await put(makeWave(1_000_000)));
    const [first, second, third] = files as [File, File, File];
    for (const file of [first, second, first, third]) {
      await playThrough(media, file);
      await until(() => kept().includes(file.sha256));
      const { usedBytes } = media.cacheUsage();
      expect(usedBytes).toBeLessThanOrEqual(limitBytes);
    }
    expect(kept().sort()).toEqual([first.sha256, third.sha256].sort());
    await server.stop();
    expect((await bytesOf(media, first, 'bytes=0-9')).response.status).toBe(206);
    expect((await bytesOf(media, second, 'bytes=0-9')).response.status).toBe(503);
  });

  it('removes at once what exceeds a smaller limit, and plays larger files without caching them', async () => {
    const { open, put, kept } = await band();
    const media = open();
    const bytes = makeWave(1_000_000);
    const file = await put(bytes);
    await playThrough(media, file);
    await until(() => media.cacheUsage().usedBytes === 1_000_000);
    media.setCacheLimit(999_999);
    expect([media.cacheUsage(), kept()]).toEqual([{ usedBytes: 0, limitBytes: 999_999 }, []]);
    expect((await playThrough(media, file)).equals(bytes)).toBe(true);
    expect(kept()).toEqual([]);
    await media.stop();
    expect(open().cacheUsage()).toEqual({ usedBytes: 0, limitBytes: 999_999 });
  });

  it('never keeps wrong bytes, and fetches again what someone removed', async () => {
    const { server, folder, open, put, kept, files } = await band();
    const bytes = makeWave(500_000);
    const file = await put(bytes);
    const wrong = { ...file, id: 'wrong', sha256: 'ab'.repeat(32) };
    files.set('wrong', wrong);
    const media = open();
    expect((await bytesOf(media, wrong, 'bytes=0-')).response.status).toBe(503);
    expect(kept()).toEqual([]);

    await playThrough(media, file);
    await hasAllWithout(server, media, file);
    await server.restart();
    await rename(join(folder, file.sha256), join(folder, 'elsewhere'));
    expect((await playThrough(media, file)).equals(bytes)).toBe(true);
    const isWhole = async () => (await readFile(join(folder, file.sha256))).equals(bytes);
    await until(isWhole);
    await truncate(join(folder, file.sha256), 1000);
    expect((await playThrough(media, file)).equals(bytes)).toBe(true);
    await playThrough(media, file);
    await until(isWhole);
  });
});

describe('a format that Chromium does not play', () => {
  it('comes as a WAV of the same samples, the same from every source', async () => {
    const { server, copies, open, put } = await band();
    const bytes = writePcm('aiff-24', sine(20));
    const file = await put(bytes, 'mix.aif');
    const media = open();
    const streamed = await bytesOf(media, file);
    expect(streamed.response.headers.get('content-type')).toBe('audio/wav');
    await hasAllWithout(server, media, file);
    expect((await bytesOf(media, file)).bytes.equals(streamed.bytes)).toBe(true);
    copies.set(file.sha256, [await localCopy(bytes, 'mix.aif')]);
    expect((await bytesOf(media, file)).bytes.equals(streamed.bytes)).toBe(true);
    const { length } = streamed.bytes;
    await fc.assert(
      fc.asyncProperty(fc.nat(length - 1), fc.nat(9000), async (start, count) => {
        const part = await bytesOf(media, file, `bytes=${start}-${start + count}`);
        expect(part.bytes.equals(streamed.bytes.subarray(start, start + count + 1))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('is the same stream that the server sends', async () => {
    const { server, user, open, put } = await band();
    const file = await put(writePcm('w64-24', sine(2)), 'mix.w64');
    const { cookie } = user;
    const response = await fetch(`${server.url}/api/files/${file.id}/stream`, { headers: { cookie } });
    const ours = await bytesOf(open(), file);
    expect(ours.bytes.equals(Buffer.from(await response.arrayBuffer()))).toBe(true);
  });
});

describe('the waveform', () => {
  it('comes from the server once, then from the disk', async () => {
    const { server, open, put } = await band();
    const file = await put(writePcm('wav-24', sine(3)));
    const media = open();
    const response = await until(async () => {
      const answer = await ask(media, peaksAddress(file.id));
      if (answer.status === 202) expect(await answer.json()).toEqual({ state: 'pending' });
      return answer.status === 200 && answer;
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(decodePeaks(bytes)).toMatchObject({ sampleRate: 8_000, samplesPerPixel: 256 });
    await server.stop();
    await media.stop();
    const again = await ask(open(), peaksAddress(file.id));
    expect(new Uint8Array(await again.arrayBuffer())).toEqual(bytes);
  });

  it('that was kept without its RMS is read again, and shown as it is while offline', async () => {
    const { server, open, put, folder } = await band();
    const file = await put(writePcm('wav-24', sine(3)));
    const once = async () => {
      const media = open();
      const answer = await ask(media, peaksAddress(file.id));
      const bytes = new Uint8Array(await answer.arrayBuffer());
      await media.stop();
      return bytes;
    };
    const bytes = await until(async () => {
      const read = await once();
      return decodePeaks(read)?.rms && read;
    });
    const plain = encodePeaks(decodePeaks(bytes) ?? expect.unreachable());
    const keepPlain = () => {
      const index = new SQLite(join(folder, 'index.sqlite'));
      index.prepare('update peaks set bytes = ? where sha256 = ?').run(plain, file.sha256);
      index.close();
    };
    keepPlain();
    expect(await once()).toEqual(bytes);
    keepPlain();
    await server.stop();
    expect(await once()).toEqual(plain);
  });
});

it('passes the loudness of a file on from the server', async () => {
  const { open, put } = await band();
  const file = await put(writePcm('wav-24', sine(2)));
  const response = await until(async () => {
    const answer = await ask(open(), loudnessAddress(file.id));
    return answer.status === 200 && answer;
  });
  const { loudness, curve } = loudnessCurveSchema.parse(await response.json());
  expect(loudness.integrated).toBeLessThan(0);
  expect(curve).toHaveLength(20);
});

describe('the difference between two versions', () => {
  it('comes from the server once, then from the disk', async () => {
    const { server, open, put } = await band();
    const older = await put(musicFile());
    const newer = await put(musicFile((plane) => amplify(plane, 2)));
    const media = open();
    const address = differenceAddress(newer.id, older.id);
    const response = await until(async () => {
      const answer = await ask(media, address);
      if (answer.status === 202) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      return answer.status === 200 && answer;
    });
    const difference = await response.json();
    expect(difference).toMatchObject({ summary: '2 dB louder · otherwise identical' });
    expect((await ask(media, differenceAddress(newer.id, 'unknown'))).status).toBe(404);
    expect((await ask(media, differenceAddress(newer.id, ''))).status).toBe(400);
    await server.stop();
    await media.stop();
    const offline = open();
    expect(await (await ask(offline, address)).json()).toEqual(difference);
    expect((await ask(offline, differenceAddress(older.id, newer.id))).status).toBe(503);
  });

  it('has room in a cache that an earlier version made', async () => {
    const { folder, open } = await band();
    const path = join(folder, 'index.sqlite');
    await open().stop();
    const earlier = new SQLite(path);
    earlier.exec(
      "drop table difference; drop table loudness; insert into peaks values ('abc', 'wave', 1); pragma user_version = 1;",
    );
    earlier.close();
    await open().stop();
    const later = new SQLite(path, { readonly: true });
    expect(later.prepare('select count(*) from difference').pluck().get()).toBe(0);
    expect(later.prepare('select count(*) from loudness').pluck().get()).toBe(0);
    expect(later.prepare('select sha256 from peaks').pluck().get()).toBe('abc');
    later.close();
  });
});

it.each([
  ['app://bundle/media/abc', { fileId: 'abc', part: 'sound' }],
  ['app://bundle/media/abc?version=1', { fileId: 'abc', part: 'sound' }],
  ['app://bundle/media/abc/peaks', { fileId: 'abc', part: 'peaks' }],
  ['app://bundle/media/abc/difference?to=def', { fileId: 'abc', part: 'difference', to: 'def' }],
  ['app://bundle/media/abc/difference', { fileId: 'abc', part: 'difference', to: '' }],
  ['app://bundle/media/', null],
  ['app://bundle/media/a/b', null],
  ['app://bundle/media/%2e%2e%2fsecret', null],
  ['app://bundle/media/..%5Csecret', null],
  ['app://bundle/index.html', null],
  ['nonsense', null],
])('the address %s', (address, expected) => {
  expect(parseMediaPath(address)).toEqual(expected);
});
