import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import type { AppActions } from '../../../main/runtime/app-actions.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { musicFile } from '../../helpers/music-files.ts';
import { noDesktop } from '../../helpers/no-desktop.ts';
import { dataOf, type TestRuntime } from '../../helpers/runtime.ts';
import { until } from '../../helpers/until.ts';
import { upload } from '../../helpers/uploads.ts';
import { type Band, startBand, startDevice } from './band.ts';

const markers = [{ name: 'Ben: less snare', start: 1.25, end: null }];

/** Ana's app with a song of one version, what it would do on a desktop, and a folder to save in. */
async function studio(add: (band: Band) => Promise<unknown> = async () => {}) {
  const band = await startBand();
  const { server, ana, projectId, cutId } = band;
  const bytes = musicFile();
  const { file } = await upload(
    { server, user: ana },
    bytes,
    { kind: 'cut', cutId },
    { name: 'Take 1 v1.wav' },
  );
  await add(band);
  const folder = await temporaryFolder();
  const dragged: (readonly string[])[] = [];
  const shown: string[] = [];
  let target: string | null | undefined;
  const actions: AppActions = {
    ...noDesktop,
    chooseSavePath: async (name) => (target === undefined ? join(folder, name) : target),
    startDrag: (paths) => void dragged.push(paths),
    downloadsFolder: () => join(folder, 'Downloads'),
    showInFolder: (path) => void shown.push(path),
  };
  const open = async (userData?: string) => {
    const runtime = await startDevice(server, ana, { actions, ...(userData !== undefined && { userData }) });
    await dataOf(runtime.handlers['projects.read']({ id: projectId }));
    return runtime;
  };
  const saveAs = (path: string | null) => {
    target = path;
  };
  return { ...band, bytes, file, folder, dragged, shown, open, saveAs };
}

const version = (fileId: string) => ({ kind: 'version', fileId }) as const;
const namesIn = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();

it('markers are saved under the chosen name, also offline, and shown in their folder', async () => {
  const { server, folder, shown, open } = await studio();
  const runtime = await open();
  await server.stop();
  const song = { title: 'Take 1', tempo: 120, markers };
  const ofTheUser = join(folder, 'Take 1 markers.txt.part');
  await writeFile(ofTheUser, 'mine');
  expect(await dataOf(runtime.handlers['markers.save']({ ...song, format: 'text' }))).toEqual({
    kind: 'saved',
    name: 'Take 1 markers.txt',
  });
  expect(await readFile(join(folder, 'Take 1 markers.txt'), 'utf8')).toBe('0:00:01.250 Ben: less snare\n');
  await dataOf(runtime.handlers['markers.show'](null));
  expect(shown).toEqual([join(folder, 'Take 1 markers.txt')]);
  for (const format of ['reaper', 'midi', 'dawproject', 'csv'] as const)
    await dataOf(runtime.handlers['markers.save']({ ...song, format }));
  expect(await namesIn(folder)).toEqual([
    'Take 1 markers.csv',
    'Take 1 markers.dawproject',
    'Take 1 markers.mid',
    'Take 1 markers.txt',
    'Take 1 markers.txt.part',
  ]);
  expect(await readFile(ofTheUser, 'utf8')).toBe('mine');
});

it('nothing is saved if the person cancels, and a folder that can’t be written to says so', async () => {
  const { folder, open, saveAs } = await studio();
  const runtime = await open();
  const request = { title: 'Take 1', tempo: 120, markers, format: 'text' } as const;
  saveAs(null);
  expect(await dataOf(runtime.handlers['markers.save'](request))).toEqual({ kind: 'cancelled' });
  saveAs(join(folder, 'missing', 'a.txt'));
  expect(await runtime.handlers['markers.save'](request)).toMatchObject({
    ok: false,
    kind: 'invalid',
    message: expect.stringContaining('can’t be written to'),
  });
  expect(await runtime.handlers['markers.show'](null)).toMatchObject({ ok: false, kind: 'not-found' });
  expect(await namesIn(folder)).toEqual([]);
});

it('a WAV is saved with markers: fetched once, then from this computer; its sound is untouched', async () => {
  const { server, file, bytes, folder, open } = await studio();
  const runtime = await open();
  const save = () => runtime.handlers['markers.saveWav']({ fileId: file.id, markers });
  expect(await dataOf(save())).toEqual({ kind: 'saved', name: 'Take 1 v1 with markers.wav' });
  const marked = await readFile(join(folder, 'Take 1 v1 with markers.wav'));
  expect(marked.subarray(8, bytes.length).equals(bytes.subarray(8))).toBe(true);
  expect(marked.includes('Ben: less snare', bytes.length)).toBe(true);
  await server.stop();
  expect(await dataOf(save())).toMatchObject({ kind: 'saved' });
  expect(await namesIn(folder)).toEqual(['Take 1 v1 with markers.wav']);
});

it('a version that isn’t on this computer can’t be saved or dragged offline, and leaves nothing behind', async () => {
  const { server, file, folder, dragged, open } = await studio();
  const runtime = await open();
  await server.stop();
  expect(await runtime.handlers['markers.saveWav']({ fileId: file.id, markers })).toMatchObject({
    ok: false,
    kind: 'offline',
  });
  expect(await runtime.handlers['drag.prepare'](version(file.id))).toMatchObject({ kind: 'offline' });
  expect(await runtime.handlers['drag.start'](version(file.id))).toMatchObject({ kind: 'not-found' });
  expect([await namesIn(folder), dragged]).toEqual([[], []]);
});

it('a version is dragged as a copy under its human name, outside of the cache', async () => {
  const { file, bytes, dragged, shown, open } = await studio();
  const runtime = await open();
  await dataOf(runtime.handlers['drag.prepare'](version(file.id)));
  await dataOf(runtime.handlers['drag.start'](version(file.id)));
  const [[path = ''] = []] = dragged;
  expect(basename(path)).toBe('Take 1 v1.wav');
  expect(path).not.toContain('sounds');
  expect((await readFile(path)).equals(bytes)).toBe(true);
  expect(runtime.last('original.written')).toMatchObject({ key: file.id, total: bytes.length });
  await dataOf(runtime.handlers['drag.show'](version(file.id)));
  expect(shown).toEqual([path]);
  expect(await dataOf(runtime.handlers['drag.copies'](null))).toEqual({ files: 1, bytes: bytes.length });
});

it('a copy that a DAW may refer to is kept and reused; one that was only prepared goes at the next start', async () => {
  const { file, server, dragged, open } = await studio();
  const first = await open();
  await dataOf(first.handlers['drag.prepare'](version(file.id)));
  const [kept, only] = await pathsOf(first);
  expect([kept?.endsWith('v1.wav'), only]).toEqual([true, undefined]);
  await first.stop();
  const second = await open(first.userData);
  expect(await pathsOf(second)).toEqual([]);
  await dataOf(second.handlers['drag.prepare'](version(file.id)));
  await dataOf(second.handlers['drag.start'](version(file.id)));
  await second.stop();
  const third = await open(first.userData);
  await server.stop();
  expect(await pathsOf(third)).toHaveLength(1);
  await dataOf(third.handlers['drag.prepare'](version(file.id)));
  await dataOf(third.handlers['drag.start'](version(file.id)));
  expect(dragged[1]).toEqual(dragged[0]);
});

it('a copy that somebody has changed stays as it is, and the next drag has another one', async () => {
  const { file, bytes, dragged, open } = await studio();
  const runtime = await open();
  const drag = async () => {
    await dataOf(runtime.handlers['drag.prepare'](version(file.id)));
    await dataOf(runtime.handlers['drag.start'](version(file.id)));
    return dragged.at(-1)?.[0] ?? '';
  };
  const first = await drag();
  const { mtimeMs } = await stat(first);
  await writeFile(first, 'normalised');
  await utimes(first, new Date(mtimeMs + 5000), new Date(mtimeMs + 5000));
  expect(await runtime.handlers['drag.start'](version(file.id))).toMatchObject({ kind: 'not-found' });
  const second = await drag();
  expect(basename(second)).toBe('Take 1 v1 (2).wav');
  expect((await readFile(second)).equals(bytes)).toBe(true);
  expect(await readFile(first, 'utf8')).toBe('normalised');
  await dataOf(runtime.handlers['drag.deleteCopies'](null));
  expect(await pathsOf(runtime)).toEqual([]);
});

it('stems are dragged together, each under its instrument; a ZIP is not among them', async () => {
  const { file, dragged, open } = await studio(async ({ server, ana, cutId }) => {
    for (const [index, part] of ['drums', 'bass'].entries())
      await upload(
        { server, user: ana },
        musicFile(undefined, { seed: 5 + index }),
        { kind: 'cut', cutId },
        { name: `Take 1 v1 ${part}.wav`, song: { title: 'Take 1', isStem: true, part } },
      );
  });
  const runtime = await open();
  const stems = { kind: 'stems', versionId: file.id } as const;
  await dataOf(runtime.handlers['drag.prepare'](stems));
  await dataOf(runtime.handlers['drag.start'](stems));
  expect(dragged[0]?.map((path) => basename(path)).sort()).toEqual([
    'Take 1 v1 bass.wav',
    'Take 1 v1 drums.wav',
  ]);
  expect(basename(dirname(dragged[0]?.[0] ?? ''))).toBe('Take 1 v1 stems');
  const none = { kind: 'stems', versionId: crypto.randomUUID() } as const;
  expect(await runtime.handlers['drag.prepare'](none)).toMatchObject({ ok: false, kind: 'not-found' });
});

it('markers are dragged as a file of the chosen format; other markers are another file', async () => {
  const { dragged, server, open } = await studio();
  const runtime = await open();
  await server.stop();
  const drag = async (name: string) => {
    const what = {
      kind: 'markers',
      // A name isn't a path.
      ...{ title: '../Take 1', tempo: 120, markers: [{ name, start: 1, end: null }] },
      format: 'midi',
    } as const;
    await dataOf(runtime.handlers['drag.prepare'](what));
    await dataOf(runtime.handlers['drag.start'](what));
    return basename(dragged.at(-1)?.[0] ?? '');
  };
  expect([await drag('one'), await drag('two'), await drag('one')]).toEqual([
    '.._Take 1 markers.mid',
    '.._Take 1 markers (2).mid',
    '.._Take 1 markers.mid',
  ]);
});

it('a version is shown in its folder: as it was saved, else the bounce that it came from', async () => {
  const { file, folder, shown, projectId, open } = await studio();
  const runtime = await open();
  const show = (fileId: string) => runtime.handlers['downloads.show']({ fileId });
  expect(await show(file.id)).toMatchObject({ ok: false, kind: 'not-found' });
  await dataOf(runtime.handlers['downloads.save']({ fileId: file.id }));
  await dataOf(show(file.id));
  expect(shown).toEqual([join(folder, 'Downloads', 'Take 1 v1.wav')]);
  await rm(shown[0] ?? '');
  expect(await show(file.id)).toMatchObject({ ok: false, kind: 'not-found' });

  const bounces = join(folder, 'Bounces');
  await mkdir(bounces);
  await dataOf(
    runtime.handlers['bindings.create']({ folder: bounces, projectId, routing: { kind: 'song-name' } }),
  );
  await writeFile(join(bounces, 'Dune v1.wav'), musicFile(undefined, { seed: 9 }));
  const bounced = await uploaded(runtime, 'Dune v1.wav');
  await dataOf(show(bounced));
  expect(shown.at(-1)).toBe(join(bounces, 'Dune v1.wav'));
});

/** The id of the file that a bounce became. */
function uploaded(runtime: TestRuntime, name: string): Promise<string> {
  return until(
    async () => {
      const transfers = await dataOf(runtime.handlers['transfers.list'](null));
      const state = transfers.find((one) => one.name === name)?.state;
      return state?.kind === 'done' && state.fileId;
    },
    { what: 'the bounce to be uploaded', timeoutMilliseconds: 30_000 },
  );
}

/** The copies on the disk. */
async function pathsOf({ userData }: TestRuntime): Promise<string[]> {
  const all = await readdir(userData, { recursive: true });
  return all.filter((path) => path.includes('For the DAW') && path.endsWith('.wav'));
}
