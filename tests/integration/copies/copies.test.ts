import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeSound } from '../../../audio/decoding/decode-sound.ts';
import { loadFfmpegPackage } from '../../../audio/decoding/ffmpeg.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { expectExactPayload } from '../../helpers/hearing.ts';
import { musicFile } from '../../helpers/music-files.ts';
import { inMemory, writePcm } from '../../helpers/pcm.ts';
import {
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  startServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until as untilSoon } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';
import { zipOf } from '../../helpers/zip.ts';

/** Copies come after everything else that the computer has to do. */
const until = <Value>(condition: () => Value | Promise<Value>) =>
  untilSoon(condition, { timeoutMilliseconds: 90_000 });

async function band(dataDirectory?: string) {
  const server = await startServer(dataDirectory === undefined ? {} : { dataDirectory });
  const user = await registerUser(server);
  const projectId = await createProject(user);
  const put = async (bytes: Buffer<ArrayBuffer>, name = 'mix.wav') =>
    (await upload({ server, user }, bytes, newCut(projectId), { name })).file;
  const listen = (id: string, headers: Record<string, string> = {}, who: TestUser = user) =>
    fetch(`${server.url}/api/files/${id}/listen`, { headers: { cookie: who.cookie, ...headers } });
  /** The copy of a file, once it is there. */
  const copyOf = (id: string) =>
    until(async () => {
      const answer = await listen(id);
      return answer.status === 200 && Buffer.from(await answer.arrayBuffer());
    });
  const sidecarOf = ({ sha256 }: File) =>
    join(server.dataDirectory, 'blobs', sha256.slice(0, 2), `${sha256}.opus`);
  return { server, user, projectId, put, listen, copyOf, sidecarOf };
}

async function readFile(user: TestUser, projectId: string, fileId: string): Promise<File | undefined> {
  const { body } = await user.request('GET', `/api/projects/${projectId}`);
  const cuts = (body as ProjectSnapshot).vibes.flatMap((vibe) => vibe.cuts);
  return cuts.flatMap(({ files }) => files).find(({ id }) => id === fileId);
}

describe('the compressed copy of an upload', () => {
  it('is made once, told to the band, and sent whole or in ranges to members and guests', async () => {
    const { server, user, projectId, put, listen, copyOf, sidecarOf } = await band();
    const socket = await connectSocket(server, user);
    await joinProject(socket, projectId);
    const seen = collectEvents(socket);
    const file = await put(musicFile());
    const [copy] = await Promise.all([copyOf(file.id), copyOf(file.id)]);
    const told = await until(() => seen.find(({ name }) => name === 'file:copied'));
    expectExactPayload(told);
    expect(told.payload).toEqual({ fileId: file.id, cutId: file.cutId, compressedSize: copy.length });
    expect((await readFile(user, projectId, file.id))?.compressedSize).toBe(copy.length);
    expect(copy.length).toBeLessThan(file.size / 4);

    let frames = 0;
    for await (const { planes, sampleRate } of decodeSound(inMemory(copy), 'audio/ogg', loadFfmpegPackage)) {
      frames += planes[0]?.length ?? 0;
      expect(sampleRate).toBe(48_000);
    }
    expect(Math.abs(frames / 48_000 - (file.audio?.durationSeconds ?? 0))).toBeLessThan(1 / 48_000 + 1e-9);

    const part = await listen(file.id, { range: 'bytes=100-199' });
    expect([part.status, part.headers.get('content-type')]).toEqual([206, 'audio/ogg']);
    expect(Buffer.from(await part.arrayBuffer()).equals(copy.subarray(100, 200))).toBe(true);

    const again = await put(musicFile(), 'again.wav');
    expect(again.compressedSize).toBe(copy.length);
    expect(seen.filter(({ name }) => name === 'file:copied')).toHaveLength(1);
    const made = statSync(sidecarOf(file)).mtimeMs;
    expect((await listen(again.id)).status).toBe(200);
    expect(statSync(sidecarOf(file)).mtimeMs).toBe(made);

    const { body: link } = await user.request('POST', `/api/files/${file.id}/share`);
    const shared = await fetch(`${server.url}/api/share/${link.token}/listen`);
    expect(Buffer.from(await shared.arrayBuffer()).equals(copy)).toBe(true);
    const { body: page } = await user.request('GET', `/api/share/${link.token}`);
    expect(page.songs[0].versions[0].compressedSize).toBe(copy.length);
    const stranger = await registerUser(server);
    expect((await listen(file.id, {}, stranger)).status).toBe(404);
    expect(existsSync(join(server.dataDirectory, 'copying', 'opus'))).toBe(false);
  });

  it('is not made where the file is small, too long, or no sound, which the answer says', async () => {
    const { put, listen } = await band();
    const hours = writePcm('wav-u8', { sampleRate: 100, channels: 1, samples: [] });
    const data = Buffer.alloc(4 * 3600 * 100, 128);
    hours.writeUInt32LE(36 + data.length, 4);
    hours.writeUInt32LE(data.length, 40);
    for (const [bytes, name, reason] of [
      [makeWave(), 'short.wav', 'small'],
      [Buffer.concat([hours, data]), 'hours.wav', 'too long'],
      [await zipOf(['drums.wav']), 'stems.zip', 'no sound'],
    ] as const) {
      const answer = await listen((await put(bytes, name)).id);
      expect([answer.status, await answer.json()]).toMatchObject([
        404,
        { kind: 'not-found', error: expect.stringContaining(reason) },
      ]);
    }
  });

  it('is made again after a restart, if it was lost or never made', async () => {
    const first = await band();
    const file = await first.put(musicFile());
    const copy = await first.copyOf(file.id);
    const sidecar = first.sidecarOf(file);
    await first.server.stop();
    rmSync(sidecar);
    const server = await startServer({ dataDirectory: first.server.dataDirectory });
    const ask = () =>
      fetch(`${server.url}/media/${file.id}/listen`, { headers: { cookie: first.user.cookie } });
    const again = await until(async () => {
      const answer = await ask();
      return answer.status === 200 && Buffer.from(await answer.arrayBuffer());
    });
    expect(again.equals(copy)).toBe(true);
    // It may still be remembering the copy.
    await server.stop();
    await server.database.run('update blob set copySize = null, copied = null');
    rmSync(sidecar);
    const last = await startServer({ dataDirectory: first.server.dataDirectory });
    await until(() => existsSync(sidecar));
    await until(async () => (await last.database.value('select copySize from blob')) === copy.length);
  });
});
