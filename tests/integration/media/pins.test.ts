import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createMemorySecretStore } from '../../../main/session/secret-store.ts';
import { mediaAddress, peaksAddress } from '../../../protocol/ipc/media-addresses.ts';
import type { File } from '../../../protocol/wire/file.ts';
import { dataOf, signIn, startRuntime, type TestRuntime } from '../../helpers/runtime.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';
import { openWire } from '../main/wire.ts';

/** Ana's app, and Ben who uploads. */
async function studio() {
  const server = await startServer();
  const [ana, ben] = [await registerUser(server), await registerUser(server)];
  const projectId = await createProject(ana, [ben]);
  const secrets = createMemorySecretStore();
  const put = async (bytes = makeWave(200_000)) => {
    const { file } = await upload({ server, user: ben }, bytes, newCut(projectId));
    return { file, bytes };
  };
  const start = async (address = server.url, userData?: string) => {
    const runtime = await startRuntime({ secrets, ...(userData && { userData }) });
    if (!userData) await signIn(runtime, { url: address }, ana);
    await dataOf(runtime.handlers['projects.list'](null));
    await dataOf(runtime.handlers['projects.read']({ id: projectId }));
    return runtime;
  };
  return { server, ana, projectId, put, start };
}

const pinsOf = (runtime: TestRuntime) => dataOf(runtime.handlers['media.pins'](null));
const pin = (runtime: TestRuntime, kind: 'project' | 'cut', id: string, isPinned = true) =>
  dataOf(runtime.handlers['media.pin']({ kind, id, isPinned }));
const usageOf = (runtime: TestRuntime) => dataOf(runtime.handlers['media.cacheUsage'](null));
const setLimit = (runtime: TestRuntime, limitBytes: number) =>
  dataOf(runtime.handlers['media.setCacheLimit']({ limitBytes }));
const isIn = (kind: string) => async (runtime: TestRuntime) =>
  (await pinsOf(runtime))[0]?.state.kind === kind;
const isKept = isIn('kept');

/** The number of waveforms on the disk. */
function keptPeaks(runtime: TestRuntime): number {
  const index = readdirSync(runtime.userData, { recursive: true }).find((name) =>
    String(name).endsWith('index.sqlite'),
  );
  const database = new Database(join(runtime.userData, String(index)), { readonly: true });
  const count = database.prepare<[], number>('select count(*) from peaks').pluck().get();
  database.close();
  return count ?? 0;
}

async function hear(runtime: TestRuntime, { id }: File): Promise<Buffer> {
  const request = new Request(`app://bundle/${mediaAddress(id)}`, { headers: { range: 'bytes=0-' } });
  return Buffer.from(await (await runtime.answerMedia(request)).arrayBuffer());
}

describe('a pin', () => {
  it('is fetched and followed, and plays with its waveform offline, also after a restart', async () => {
    const { server, projectId, put, start } = await studio();
    const first = await put();
    const desk = await start();
    expect(await pin(desk, 'project', projectId)).toMatchObject([
      { kind: 'project', id: projectId, files: 1 },
    ]);
    await until(() => isKept(desk));
    const second = await put();
    await until(async () => (await pinsOf(desk))[0]?.keptFiles === 2);
    await until(() => desk.last('pins.changed')?.[0]?.keptFiles === 2);
    expect(desk.last('pins.changed')).toMatchObject([{ keptBytes: 400_000, state: { kind: 'kept' } }]);
    await until(() => keptPeaks(desk) === 2, { what: 'the waveforms' });
    await desk.stop();
    await server.stop();

    const again = await start(server.url, desk.userData);
    expect(await pinsOf(again)).toMatchObject([{ id: projectId, keptFiles: 2, state: { kind: 'kept' } }]);
    for (const { file, bytes } of [first, second]) expect((await hear(again, file)).equals(bytes)).toBe(true);
    const peaks = await again.answerMedia(new Request(`app://bundle/${peaksAddress(first.file.id)}`));
    expect(peaks.status).toBe(200);
  });

  it('keeps its files whatever the limit, which counts them; files only played are removed or not cached', async () => {
    const { put, start } = await studio();
    const [pinned, heard] = [await put(), await put(makeWave(300_000))];
    const desk = await start();
    await until(async () => (await hear(desk, heard.file)).equals(heard.bytes));
    await pin(desk, 'cut', pinned.file.cutId);
    await until(() => isKept(desk));
    await until(async () => (await usageOf(desk)).usedBytes === 500_000);
    expect(await setLimit(desk, 1_000)).toEqual({
      usedBytes: 200_000,
      limitBytes: 1_000,
      pinnedBytes: 200_000,
    });
    expect((await hear(desk, heard.file)).equals(heard.bytes)).toBe(true);
    expect((await usageOf(desk)).usedBytes).toBe(200_000);
    expect(await isKept(desk)).toBe(true);
    expect(await pin(desk, 'cut', pinned.file.cutId, false)).toEqual([]);
    expect(await setLimit(desk, 1_000)).toEqual({ usedBytes: 0, limitBytes: 1_000, pinnedBytes: 0 });
  });

  it('keeps the newest files if there is no room for all, and reports it', async () => {
    const { projectId, put, start } = await studio();
    const [older, newer] = [await put(), await put()];
    const desk = await start();
    await setLimit(desk, 300_000);
    await pin(desk, 'project', projectId);
    await until(() => isIn('no-room')(desk));
    expect(await pinsOf(desk)).toMatchObject([{ files: 2, keptFiles: 1, keptBytes: 200_000 }]);
    expect(await usageOf(desk)).toEqual({ usedBytes: 200_000, limitBytes: 300_000, pinnedBytes: 400_000 });
    const folder = desk.userData;
    const names = readdirSync(folder, { recursive: true }).map(String);
    expect(names.some((name) => name.endsWith(newer.file.sha256))).toBe(true);
    expect(names.some((name) => name.endsWith(older.file.sha256))).toBe(false);
    await setLimit(desk, 400_000);
    await until(() => isKept(desk));
  });

  it('waits when the connection is lost, and continues from there', async () => {
    const { server, projectId, put, start } = await studio();
    const wire = await openWire(server.url);
    const { file, bytes } = await put(makeWave(40_000_000));
    const desk = await start(wire.url);
    await pin(desk, 'project', projectId);
    const path = () =>
      readdirSync(desk.userData, { recursive: true }).find((name) => String(name).endsWith(file.sha256));
    await until(() => path() && statSync(join(desk.userData, String(path()))).size > 9_000_000);
    await server.stop();
    await until(() => isIn('waiting')(desk));
    const [waiting] = await pinsOf(desk);
    expect(waiting?.keptBytes).toBeGreaterThan(8_000_000);
    expect(waiting?.keptFiles).toBe(0);
    await server.restart();
    await until(() => isKept(desk));
    await server.stop();
    expect((await hear(desk, file)).equals(bytes.subarray(0, 4 * 1024 ** 2))).toBe(true);
  });

  it('ends when its project or cut is deleted, and with the membership', async () => {
    const { ana, projectId, put, start } = await studio();
    const { file } = await put();
    const desk = await start();
    await pin(desk, 'cut', file.cutId);
    await pin(desk, 'project', projectId);
    expect((await pinsOf(desk)).map(({ kind }) => kind)).toEqual(['project', 'cut']);
    await until(() => isKept(desk));
    await ana.command('cut.delete', { id: file.cutId });
    await until(async () => (await pinsOf(desk)).length === 1);
    await ana.command('project.delete', { id: projectId });
    await until(async () => (await pinsOf(desk)).length === 0);
    expect(await desk.handlers['media.pin']({ kind: 'cut', id: file.cutId, isPinned: true })).toMatchObject({
      ok: false,
      kind: 'not-found',
    });
  });
});
