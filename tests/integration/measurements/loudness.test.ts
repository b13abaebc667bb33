import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { File } from '../../../protocol/wire/file.ts';
import { loudnessCurveSchema } from '../../../protocol/wire/loudness.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { type EbuFigures, ebuRate, ebuSignals, ebuTolerance } from '../../helpers/ebu-signals.ts';
import { expectExactPayload } from '../../helpers/hearing.ts';
import { sine, writePcm } from '../../helpers/pcm.ts';
import {
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  startServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { newCut, upload } from '../../helpers/uploads.ts';

const silence = {
  integrated: null,
  range: null,
  maximumMomentary: null,
  maximumShortTerm: null,
  truePeak: null,
};

/** A 24-bit WAV, written faster than sample by sample of any format. */
function wave(planes: Float64Array[]): Buffer<ArrayBuffer> {
  const [frames = 0, channels] = [planes[0]?.length, planes.length];
  const bytes = Buffer.alloc(44 + 3 * channels * frames);
  const header = writePcm('wav-24', { sampleRate: ebuRate, channels, samples: planes.map(() => 0) });
  header.copy(bytes, 0, 0, 44);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.writeUInt32LE(bytes.length - 44, 40);
  let at = 44;
  for (let frame = 0; frame < frames; frame++) {
    for (const plane of planes) {
      const value = Math.max(
        -(2 ** 23),
        Math.min(2 ** 23 - 1, Math.round((plane[frame] as number) * 2 ** 23)),
      );
      bytes[at++] = value;
      bytes[at++] = value >> 8;
      bytes[at++] = value >> 16;
    }
  }
  return bytes;
}

async function band(dataDirectory?: string) {
  const server = await startServer(dataDirectory === undefined ? {} : { dataDirectory });
  const user = await registerUser(server);
  const projectId = await createProject(user);
  const socket = await connectSocket(server, user);
  await joinProject(socket, projectId);
  const seen = collectEvents(socket);
  const put = async (bytes: Buffer<ArrayBuffer>, name = 'mix.wav') =>
    (await upload({ server, user }, bytes, newCut(projectId), { name })).file;
  const measured = (fileId: string) =>
    until(() => seen.find(({ name, payload }) => name === 'file:measured' && payload.fileId === fileId), {
      timeoutMilliseconds: 200_000,
    });
  return { server, user, projectId, seen, put, measured };
}

const ask = (who: TestUser, fileId: string) => who.request('GET', `/api/files/${fileId}/loudness`);

async function readFiles(user: TestUser, projectId: string): Promise<File[]> {
  const { body } = await user.request('GET', `/api/projects/${projectId}`);
  return (body as ProjectSnapshot).vibes.flatMap(({ cuts }) => cuts.flatMap(({ files }) => files));
}

describe('the loudness of an upload', () => {
  it('is within the tolerance for the signals of EBU Tech 3341 and 3342, through the whole server', async () => {
    const { user, projectId, put } = await band();
    const wrong: unknown[] = [];
    const sent: { name: string; fileId: string; expected: EbuFigures }[] = [];
    for (const { name, planes, expected } of ebuSignals()) {
      sent.push({ name, fileId: (await put(wave(planes), `${name}.wav`)).id, expected });
    }
    // Not by its event: making the sounds may keep this process too busy for its socket.
    const files = await until(
      async () => {
        const all = await readFiles(user, projectId);
        return all.every((file) => file.loudness) && new Map(all.map((file) => [file.id, file]));
      },
      { timeoutMilliseconds: 200_000 },
    );
    for (const { name, fileId, expected } of sent) {
      const loudness = files.get(fileId)?.loudness ?? silence;
      for (const [figure, value] of Object.entries(expected) as [keyof EbuFigures, number][]) {
        const { below, above } = ebuTolerance[figure];
        const found = loudness[figure] ?? Number.NEGATIVE_INFINITY;
        if (!(found >= value - below && found <= value + above)) wrong.push([name, figure, found, value]);
      }
    }
    expect(wrong).toEqual([]);
  }, 240_000);

  it('is logged for its file, and part of the file from then on', async () => {
    const { user, projectId, put, measured } = await band();
    const bytes = writePcm('wav-24', sine(5));
    const file = await put(bytes);
    expect(file.loudness).toBeUndefined();
    const event = await measured(file.id);
    expectExactPayload(event);
    expect(event.payload).toMatchObject({ fileId: file.id, cutId: file.cutId });
    const { loudness } = event.payload;
    expect(loudness.truePeak).toBeCloseTo(20 * Math.log10(0.8), 0);
    const [shown] = await readFiles(user, projectId);
    expect(shown?.loudness).toEqual(loudness);

    const again = await put(bytes, 'again.wav');
    expect(again.loudness).toEqual(loudness);
  });

  it('has a curve for members, from the moment it is measured', async () => {
    const { server, user, put, measured } = await band();
    const stranger = await registerUser(server);
    const file = await put(writePcm('wav-16', sine(5)));
    const early = await ask(user, file.id);
    expect([200, 202]).toContain(early.status);
    const { payload } = await measured(file.id);
    const { status, body } = await until(async () => {
      const answer = await ask(user, file.id);
      return answer.status === 200 && answer;
    });
    expect(status).toBe(200);
    expect(loudnessCurveSchema.parse(body)).toStrictEqual(body);
    expect(body.loudness).toEqual(payload.loudness);
    expect(body.stepSeconds * body.curve.length).toBeCloseTo(5, 5);
    expect((await ask(stranger, file.id)).status).toBe(404);
    expect((await fetch(`${server.url}/api/files/${file.id}/loudness`)).status).toBe(401);
  });

  it('is there with empty members for silence, and absent for a file without readable sound', async () => {
    const { user, put, measured } = await band();
    const quiet = await put(wave([new Float64Array(ebuRate)]));
    expect((await measured(quiet.id)).payload.loudness).toEqual(silence);
    const telephone = readFileSync(new URL('../../fixtures/audio/pcm16.wav', import.meta.url));
    telephone.writeUInt16LE(0x31, telephone.indexOf('fmt ') + 8);
    const gsm = await put(Buffer.from(telephone));
    const none = await until(async () => {
      const answer = await ask(user, gsm.id);
      return answer.status !== 202 && answer;
    });
    expect([none.status, none.body.kind]).toEqual([404, 'not-found']);
  });

  it('is measured at the next start for files of an older version, and restored from what is kept', async () => {
    const { server, user, projectId, put, measured } = await band();
    const [first, second] = [await put(writePcm('wav-16', sine(1))), await put(writePcm('wav-16', sine(2)))];
    await measured(first.id);
    await measured(second.id);
    const sidecar = ({ sha256 }: { sha256: string }) =>
      join(server.dataDirectory, 'blobs', sha256.slice(0, 2), `${sha256}.loudness`);
    await until(() => existsSync(sidecar(second)));
    await server.stop();
    const database = new SQLite(join(server.dataDirectory, 'bandmate.sqlite'));
    database.exec('update blob set loudness = null, measured = null');
    database.close();
    // The first file was never measured; a backup has the sidecar of the second, but an older database.
    rmSync(sidecar(first));
    await server.restart();
    await until(async () => {
      const files = await readFiles(user, projectId);
      return files.length === 2 && files.every((file) => file.loudness);
    });
    await until(() => existsSync(sidecar(first)));
  });
});
