import { appendFile, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ServerClient } from '../../../client/session/server-client.ts';
import type { Transfer, TransferState } from '../../../protocol/ipc/transfer.ts';
import { writeBounce } from '../../../tools/daw-simulator/writers.ts';
import { until } from '../../helpers/until.ts';
import { openStudio, type Studio, sha256Of } from './studio.ts';

type Kind = TransferState['kind'];

function reached<Wanted extends Kind>(
  studio: Studio,
  name: string,
  kind: Wanted,
): Promise<Transfer & { state: Extract<TransferState, { kind: Wanted }> }> {
  return until(
    () => {
      const transfer = studio.transferOf(name);
      return transfer?.state.kind === kind ? (transfer as never) : undefined;
    },
    { what: `${name} to be ${kind}` },
  );
}

const sound = (seed: number, frames = 20_000) => ({ format: 'wav-24', frames, seed }) as const;

/** Holds requests to a path of the server until they are let go. */
function holdRequests(path: RegExp) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const wrapClient = (client: ServerClient): ServerClient => ({
    ...client,
    async request(request) {
      if (path.test(request.path)) await promise;
      return client.request(request);
    },
  });
  return { wrapClient, letGo: resolve };
}

it('reports a bounce that is too large for the server', async () => {
  const studio = await openStudio({ server: { maximumFileBytes: 50_000 } });
  await writeBounce(join(studio.folder, 'Long set.wav'), sound(1));
  const { state } = await reached(studio, 'Long set.wav', 'failed');
  expect(state).toMatchObject({ reason: 'too-large', retryable: false });
  expect(state.hint).not.toBe('');
  expect(await studio.readFiles()).toEqual([]);
});

it('reports a file without audio in it', async () => {
  const studio = await openStudio();
  await writeFile(join(studio.folder, 'Notes.wav'), 'Dear diary, this is not a sound at all. '.repeat(50));
  const { state } = await reached(studio, 'Notes.wav', 'failed');
  expect(state).toMatchObject({ reason: 'unsupported-type' });
  expect(await studio.readFiles()).toEqual([]);
});

it('asks about a bounce whose program crashed, and uploads it as it is on request', async () => {
  const studio = await openStudio({ settings: { askAfterMilliseconds: 800 } });
  const path = join(studio.folder, 'Crashed.wav');
  await writeBounce(path, sound(1), { style: 'crashed' });
  const settling = await reached(studio, 'Crashed.wav', 'settling');
  expect(settling.state.reason).toBe('incomplete');
  const asking = await reached(studio, 'Crashed.wav', 'asking');
  expect(await studio.readFiles()).toEqual([]);
  // The server refuses a header of zeros, so this failure shows that the file was sent.
  expect(studio.pipeline.takeAsIs(asking.id)).toEqual({ ok: true, data: null });
  expect((await reached(studio, 'Crashed.wav', 'failed')).state.reason).toBe('unsupported-type');

  await writeBounce(path, sound(1));
  const [bounce] = await studio.settled(1);
  expect(bounce?.file.sha256).toBe(await sha256Of(path));
});

it('uploads an incomplete but playable bounce as it is on request', async () => {
  const studio = await openStudio({ settings: { askAfterMilliseconds: 300 } });
  const path = join(studio.folder, 'Trailing.wav');
  await writeBounce(path, sound(1));
  await appendFile(path, Buffer.alloc(100));
  const asking = await reached(studio, 'Trailing.wav', 'asking');
  studio.pipeline.takeAsIs(asking.id);
  const [bounce] = await studio.settled(1);
  expect(bounce?.file.sha256).toBe(await sha256Of(path));
});

it('reports a vanished bounce and uploads it when it is back', async () => {
  const studio = await openStudio({ settings: { quietMilliseconds: 5_000 } });
  const path = join(studio.folder, 'Undone.wav');
  await writeBounce(path, sound(1));
  await reached(studio, 'Undone.wav', 'transferred');
  await rm(path);
  const { state } = await reached(studio, 'Undone.wav', 'failed');
  expect(state).toMatchObject({ reason: 'vanished', retryable: true });
  expect(await studio.readFiles()).toEqual([]);
  await writeBounce(path, sound(2));
  const [bounce] = await studio.settled(1);
  expect(bounce?.file.sha256).toBe(await sha256Of(path));
});

it('reports a bounce that can’t be read', async () => {
  const studio = await openStudio({ settings: { quietMilliseconds: 5_000 } });
  const path = join(studio.folder, 'Odd.wav');
  await writeBounce(path, sound(1));
  await reached(studio, 'Odd.wav', 'transferred');
  await rm(path);
  await mkdir(path);
  expect((await reached(studio, 'Odd.wav', 'failed')).state).toMatchObject({
    reason: 'unreadable',
    hint: 'Bounce it again under another name, or clear this upload.',
  });
});

it('starts over when a file changes during its upload', async () => {
  const studio = await openStudio({ settings: { quietMilliseconds: 4_000 } });
  const path = join(studio.folder, 'Changing.wav');
  await writeBounce(path, sound(1, 200_000));
  const early = await reached(studio, 'Changing.wav', 'transferred');
  expect(early.state.settled).toBe(false);
  await writeBounce(path, sound(2, 150_000), { style: 'overwrite', pieces: 3, pause: 50 });
  const files = await studio.settled(1);
  expect(files.map(({ file }) => file.sha256)).toEqual([await sha256Of(path)]);
  expect(studio.heard.filter(({ name }) => name === 'file:uploaded')).toHaveLength(1);
});

it('a file written over a bounce during its commit is its next version', async () => {
  const { wrapClient, letGo } = holdRequests(/commit$/);
  const studio = await openStudio({ wrapClient });
  const path = join(studio.folder, 'Overtaken.wav');
  await writeBounce(path, sound(1));
  const first = await sha256Of(path);
  const committing = await reached(studio, 'Overtaken.wav', 'committing');
  expect(studio.pipeline.pause(committing.id)).toMatchObject({ kind: 'conflict' });
  expect(studio.pipeline.discard(committing.id)).toMatchObject({ kind: 'conflict' });
  await writeBounce(path, sound(2), { style: 'replace' });
  studio.pipeline.rescan();
  letGo();
  const files = await studio.settled(2);
  expect(files.map(({ file }) => file.sha256)).toEqual([first, await sha256Of(path)]);
  expect(new Set(files.map(({ cut }) => cut.id)).size).toBe(1);
});

it('waits for the server and resumes automatically when it is back', async () => {
  const studio = await openStudio();
  await studio.server.stop();
  const path = join(studio.folder, 'On the train.wav');
  await writeBounce(path, sound(1));
  const waiting = await reached(studio, 'On the train.wav', 'waiting');
  expect(waiting.state).toMatchObject({ for: 'network', retryAt: expect.any(Number) });
  await studio.server.restart();
  studio.connectivity.set({ kind: 'online', since: 1, transport: 'websocket' });
  const [bounce] = await studio.settled(1);
  expect(bounce?.file.sha256).toBe(await sha256Of(path));
});

it('waits for a sign-in and resumes after it', async () => {
  let signedIn = false;
  const studio = await openStudio({
    wrapClient: (client) => ({
      ...client,
      request: async (request) =>
        signedIn ? client.request(request) : { ok: false, kind: 'unauthorised', message: 'Sign in.' },
    }),
  });
  await writeBounce(join(studio.folder, 'Stranger.wav'), sound(1));
  const waiting = await reached(studio, 'Stranger.wav', 'waiting');
  expect(waiting.state).toMatchObject({ for: 'sign-in', retryAt: null });
  signedIn = true;
  studio.connectivity.set({ kind: 'online', since: 1, transport: 'websocket' });
  expect(await studio.settled(1)).toHaveLength(1);
});

it('hashes and sends again once when the server got other bytes, then reports it', async () => {
  let mismatches = 0;
  const refuse = {
    ok: false,
    kind: 'hash-mismatch',
    message: 'Other bytes arrived than were announced.',
  } as const;
  const studio = await openStudio({
    wrapClient: (client) => ({
      ...client,
      request: async (request) =>
        /commit$/.test(request.path) && ++mismatches < 3 ? refuse : client.request(request),
    }),
  });
  await writeBounce(join(studio.folder, 'Damaged.wav'), sound(1));
  const failed = await reached(studio, 'Damaged.wav', 'failed');
  expect(mismatches).toBe(2);
  expect(failed.state).toMatchObject({ reason: 'corrupt-transfer', retryable: true });
  expect(studio.pipeline.retry(failed.id)).toEqual({ ok: true, data: null });
  expect(await studio.settled(1)).toHaveLength(1);
});

it('pauses and resumes; a discarded file is not uploaded again', async () => {
  const studio = await openStudio({ settings: { quietMilliseconds: 3_000 } });
  await writeBounce(join(studio.folder, 'Paused.wav'), sound(1));
  const seen = await until(() => studio.transferOf('Paused.wav'));
  expect(studio.pipeline.pause(seen.id)).toEqual({ ok: true, data: null });
  await studio.restart();
  expect(studio.transferOf('Paused.wav')?.state.kind).toBe('paused');
  await writeBounce(join(studio.folder, 'Unwanted.wav'), sound(2));
  const unwanted = await until(() => {
    const transfer = studio.transferOf('Unwanted.wav');
    return transfer?.sha256 ? transfer : undefined;
  });
  expect(studio.pipeline.discard(unwanted.id)).toEqual({ ok: true, data: null });
  expect(studio.pipeline.resume(seen.id)).toEqual({ ok: true, data: null });
  await studio.settled(1);
  await studio.restart();
  await writeBounce(join(studio.folder, 'Last.wav'), sound(3));
  const files = await studio.settled(2);
  expect(files.map(({ cut }) => cut.name).sort()).toEqual(['Last', 'Paused']);
  expect((await stat(join(studio.folder, 'Unwanted.wav'))).size).toBeGreaterThan(0);
  studio.pipeline.clearDone();
  expect(studio.pipeline.listTransfers()).toEqual([]);
  expect(studio.pipeline.retry(seen.id)).toMatchObject({ kind: 'not-found' });
});

it('a finished transfer that is cleared stays known: only another export is uploaded', async () => {
  const studio = await openStudio();
  const path = join(studio.folder, 'Done.wav');
  await writeBounce(path, sound(1));
  await writeBounce(join(studio.folder, 'Other.wav'), sound(2));
  await studio.settled(2);
  const finished = await reached(studio, 'Done.wav', 'done');
  expect(studio.pipeline.discard(finished.id)).toEqual({ ok: true, data: null });
  expect(studio.pipeline.listTransfers().map(({ name }) => name)).toEqual(['Other.wav']);
  expect(studio.pipeline.discard(finished.id)).toMatchObject({ kind: 'not-found' });
  await studio.restart();
  expect(studio.pipeline.listTransfers().map(({ name }) => name)).toEqual(['Other.wav']);
  await writeBounce(path, sound(3), { style: 'replace' });
  await studio.settled(3);
  expect((await reached(studio, 'Done.wav', 'done')).state).toMatchObject({ outcome: 'new-version' });
});

it('reports changes together, at most ten times a second', async () => {
  const studio = await openStudio();
  const calls: { at: number; changed: string[]; removed: string[] }[] = [];
  studio.pipeline.onTransfers(({ changed, removed }) =>
    calls.push({ at: performance.now(), changed: changed.map(({ name }) => name), removed }),
  );
  await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      writeBounce(join(studio.folder, `Song ${n}.wav`), sound(n + 1, 5_000)),
    ),
  );
  await studio.settled(8);
  studio.pipeline.clearDone();
  await until(() => calls.flatMap(({ removed }) => removed).length === 8);
  const gaps = calls.slice(1).map(({ at }, index) => at - (calls[index]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(90);
  expect(new Set(calls.flatMap(({ changed }) => changed)).size).toBe(8);
});

it('sends two at a time if set so, and the newest of the waiting ones first', async () => {
  const asked: string[] = [];
  const gate = Promise.withResolvers<void>();
  const studio = await openStudio({
    settings: { concurrentTransfers: 2 },
    wrapClient: (client) => ({
      ...client,
      async request(request) {
        if (request.path.endsWith('/reserve')) {
          asked.push((request.body as { name: string }).name);
          await gate.promise;
        }
        return client.request(request);
      },
    }),
  });
  for (let n = 1; n <= 5; n++) await writeBounce(join(studio.folder, `${n}.wav`), sound(n, 2_000));
  // All are settled by now, so only the limit holds them back.
  await until(() => {
    const seen = studio.pipeline.listTransfers().map(({ seenAt }) => seenAt);
    return seen.length === 5 && Math.max(...seen) < Date.now() - 2_000;
  });
  expect(asked).toHaveLength(2);
  gate.resolve();
  await studio.settled(5);
  const waited = asked.slice(2).map((name) => Number.parseInt(name, 10));
  expect(waited).toEqual([...waited].sort((one, other) => other - one));
});
