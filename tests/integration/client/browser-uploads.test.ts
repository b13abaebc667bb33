import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import type { DropTarget } from '../../../protocol/ipc/channels.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { FileIo } from '../../../renderer/bridge/browser/browser-uploads.ts';
import { hashBlob } from '../../../renderer/bridge/browser/hash-blob.ts';
import type { ServerConfig } from '../../../server/config.ts';
import { openTab, sendByFetch, startBrowser } from '../../helpers/browser-client.ts';
import { sine, writePcm } from '../../helpers/pcm.ts';
import { dataOf } from '../../helpers/runtime.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

const wave = (seconds = 1) => new Uint8Array(writePcm('wav-16', sine(seconds, { sampleRate: 8_000 })));
const fileOf = (name: string, bytes: Uint8Array<ArrayBuffer> | string = wave()) => new File([bytes], name);

async function studio(config: Partial<ServerConfig> = {}, files: Partial<FileIo> = {}) {
  const server = await startServer(config);
  const ana = await registerUser(server, { name: 'Ana' });
  const projectId = await createProject(ana);
  const tab = openTab(server, startBrowser(), { files });
  await dataOf(tab.handlers['app.start'](null));
  const { email, password } = ana;
  await dataOf(tab.handlers['session.signIn']({ serverUrl: server.url, email, password, rememberMe: true }));
  await until(() => tab.last('connection.changed')?.kind === 'online');
  const list = () => dataOf(tab.handlers['transfers.list'](null));
  const stateOf = async (id: string | undefined) => (await list()).find((one) => one.id === id)?.state;
  return {
    server,
    ana,
    projectId,
    tab,
    list,
    stateOf,
    drop: (files: File[], target: DropTarget = { kind: 'project', projectId }) =>
      dataOf(tab.handlers['transfers.drop']({ paths: files.map(tab.droppedFiles.add), target })),
    untilState: (id: string | undefined, kind: string) =>
      until(async () => (await stateOf(id))?.kind === kind, { what: kind }),
    cuts: async () => {
      const { body } = await ana.request('GET', `/api/projects/${projectId}`);
      return (body as ProjectSnapshot).vibes.flatMap(({ name, cuts }) =>
        cuts.map((cut) => [name, cut.name, cut.files.length]),
      );
    },
  };
}

/** Sends nothing until it is released; `begun` resolves when sending was requested. */
function heldBack() {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: isFree, resolve: free } = Promise.withResolvers<void>();
  let aborted = 0;
  const send: FileIo['send'] = async (file, options) => {
    begin();
    const end = new Promise<void>((resolve) => options.signal.addEventListener('abort', () => resolve()));
    await Promise.race([isFree, end]);
    if (!options.signal.aborted) return sendByFetch(file, options);
    aborted += 1;
    return { kind: 'aborted' };
  };
  return { send, begun, free, aborted: () => aborted };
}

it('hashes a file in pieces', async () => {
  const bytes = new Uint8Array(9 * 1024 ** 2).map((_, index) => index % 251);
  const expected = createHash('sha256').update(bytes).digest('hex');
  expect(await hashBlob(new Blob([bytes]))).toBe(expected);
  expect(await hashBlob(new Blob([]))).toBe(createHash('sha256').digest('hex'));
  let pieces = 0;
  expect(await hashBlob(new Blob([bytes]), () => ++pieces === 2)).toBe(null);
  expect(pieces).toBe(2);
});

describe('files dropped on a page in a browser', () => {
  it('become two cuts when they are six bounces of a song and its instrumental', async () => {
    const { drop, untilState, cuts, list } = await studio();
    const names = ['v1', 'v2', 'v2 louder', '(instrumental) v2', '120bpm Am master'];
    const files = [...names.map((name) => `Sunset Groove ${name}.wav`), 'sunset_groove_FINAL_2.wav'];
    const { taken } = await drop(files.map((name, at) => fileOf(name, wave(1 + at / 10))));
    for (const { id } of taken) await untilState(id, 'done');
    expect((await cuts()).map(([, , versions]) => versions).sort()).toEqual([1, 5]);
    const done = (await list()).map(({ state }) => state.kind === 'done' && [state.outcome, state.version]);
    expect(done.filter(Boolean).sort()).toEqual([
      ...[1, 1].map((version) => ['new-cut', version]),
      ...[2, 3, 4, 5].map((version) => ['new-version', version]),
    ]);
  });

  it('become cuts in the vibe of their song, or versions of the cut they were dropped on', async () => {
    const { drop, untilState, stateOf, cuts, projectId, list } = await studio();
    const { taken, refused } = await drop([fileOf('Paper Moon v1.wav'), fileOf('Harbour.wav', wave(2))]);
    expect(refused).toEqual([]);
    for (const { id } of taken) await untilState(id, 'done');
    expect((await cuts()).sort()).toEqual([
      ['Harbour', 'Harbour', 1],
      ['Paper Moon', 'Paper Moon', 1],
    ]);
    const [first] = taken;
    const cutId = first?.cutId ?? '';
    const again = await drop([fileOf('other.wav', wave(3))], { kind: 'cut', projectId, cutId });
    await untilState(again.taken[0]?.id, 'done');
    expect(await stateOf(again.taken[0]?.id)).toMatchObject({ outcome: 'new-version', cutId });
    expect(await cuts()).toContainEqual(['Paper Moon', 'Paper Moon', 2]);
    expect((await list()).every(({ path, name }) => path === name)).toBe(true);
  });

  it('that the project already has add nothing', async () => {
    const { drop, untilState, stateOf, cuts } = await studio();
    const first = await drop([fileOf('a.wav')]);
    await untilState(first.taken[0]?.id, 'done');
    const second = await drop([fileOf('b.wav')]);
    await untilState(second.taken[0]?.id, 'done');
    expect(await stateOf(second.taken[0]?.id)).toMatchObject({ outcome: 'duplicate' });
    expect(await cuts()).toHaveLength(1);
  });

  it('are refused with a reason if unsupported, empty or a folder', async () => {
    const { drop, tab, projectId } = await studio();
    const folder = fileOf('Album');
    folder.slice = () => {
      throw new DOMException('', 'NotReadableError');
    };
    const { taken, refused } = await drop([
      fileOf('notes.txt'),
      fileOf('cover.png'),
      fileOf('empty.wav', ''),
      folder,
    ]);
    expect(taken).toEqual([]);
    expect(refused.map(({ path, message }) => [path.replace(/^\d+\//, ''), message])).toEqual([
      ['notes.txt', expect.stringMatching(/^\.txt isn’t supported/)],
      ['cover.png', 'Drop pictures on a song.'],
      ['empty.wav', 'This file is empty.'],
      ['Album', expect.stringMatching(/can’t take folders/)],
    ]);
    const target = { kind: 'project', projectId } as const;
    const { refused: unknown } = await dataOf(tab.handlers['transfers.drop']({ paths: ['7/x.wav'], target }));
    expect(unknown).toMatchObject([{ message: expect.stringMatching(/gone/) }]);
  });

  it('that are too large are refused with the server’s message', async () => {
    const { drop, untilState, stateOf } = await studio({ maximumFileBytes: 1_000 });
    const { taken } = await drop([fileOf('long.wav')]);
    await untilState(taken[0]?.id, 'failed');
    expect(await stateOf(taken[0]?.id)).toMatchObject({ reason: 'too-large', retryable: false });
  });

  it('can be paused and resumed; discarded ones are not sent', async () => {
    const { send, begun, free, aborted } = heldBack();
    const { drop, untilState, tab, cuts, list } = await studio({}, { send });
    const { taken } = await drop([fileOf('a.wav'), fileOf('b.wav', wave(2))]);
    const [a = '', b = ''] = taken.map(({ id }) => id);
    await begun;
    expect(tab.hasUnsavedWork()).toBe(true);
    await until(async () => (await list()).every(({ state }) => state.kind === 'reserved'));
    await dataOf(tab.handlers['transfers.pause']({ id: a }));
    await untilState(a, 'paused');
    await dataOf(tab.handlers['transfers.discard']({ id: b }));
    await until(() => aborted() === 2);
    free();
    expect(await cuts()).toEqual([]);
    await dataOf(tab.handlers['transfers.resume']({ id: a }));
    await untilState(a, 'done');
    expect((await list()).map(({ id }) => id)).toEqual([a]);
    expect(await cuts()).toEqual([['a', 'a', 1]]);
    expect(tab.hasUnsavedWork()).toBe(false);
    await dataOf(tab.handlers['transfers.clearDone'](null));
    expect(await list()).toEqual([]);
  });

  it('that are done can be cleared one by one', async () => {
    const { drop, untilState, tab, cuts, list } = await studio();
    const { taken } = await drop([fileOf('a.wav'), fileOf('b.wav', wave(2))]);
    const [a = '', b = ''] = taken.map(({ id }) => id);
    await untilState(a, 'done');
    await untilState(b, 'done');
    await dataOf(tab.handlers['transfers.discard']({ id: a }));
    expect((await list()).map(({ id }) => id)).toEqual([b]);
    expect(await cuts()).toHaveLength(2);
  });

  it('wait while the server is away, and resume from its offset when it is back', async () => {
    const { send, begun, free } = heldBack();
    const { server, drop, untilState, cuts } = await studio({}, { send });
    const { taken } = await drop([fileOf('a.wav')]);
    await begun;
    await server.stop();
    free();
    await untilState(taken[0]?.id, 'waiting');
    await server.restart();
    await untilState(taken[0]?.id, 'done');
    expect(await cuts()).toEqual([['a', 'a', 1]]);
  });

  it('that can’t be read any more fail with a hint', async () => {
    const { drop, untilState, stateOf, tab } = await studio(
      {},
      { send: async () => ({ kind: 'unreadable', code: 'CHANGED' }) },
    );
    const { taken } = await drop([fileOf('a.wav')]);
    await untilState(taken[0]?.id, 'failed');
    expect(await stateOf(taken[0]?.id)).toMatchObject({ reason: 'unreadable', hint: 'Drop it again.' });
    await dataOf(tab.handlers['transfers.discard']({ id: taken[0]?.id ?? newId() }));
  });

  it('are sent again, once, if the server has other bytes', async () => {
    let tries = 0;
    const { drop, untilState, cuts } = await studio(
      {},
      {
        hash: async (file) => {
          tries += 1;
          return { kind: 'hashed', sha256: tries === 1 ? '0'.repeat(64) : ((await hashBlob(file)) ?? '') };
        },
      },
    );
    const { taken } = await drop([fileOf('a.wav')]);
    await untilState(taken[0]?.id, 'done');
    expect(tries).toBe(2);
    expect(await cuts()).toEqual([['a', 'a', 1]]);
  });
});
