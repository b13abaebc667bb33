import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { archiveContentsSchema } from '../../../protocol/wire/file.ts';
import type { SongInName } from '../../../protocol/wire/upload.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import {
  collectEvents,
  connectSocket,
  createProject,
  isOnPostgres,
  joinProject,
  registerUser,
  shareServer,
  startServer,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';
import { zipOf } from '../../helpers/zip.ts';

const run = promisify(execFile);

const sharedServer = shareServer();

/** A cut with one version, a member, a stranger, and how stems get there. */
async function assemble(server = sharedServer()) {
  const [ada, bo, cy] = [
    await registerUser(server),
    await registerUser(server, { name: 'Bo' }),
    await registerUser(server, { name: 'Cy' }),
  ];
  const projectId = await createProject(ada, [bo]);
  const target = newCut(projectId, 'Dune');
  const place = { server, user: ada };
  const { file: version } = await upload(place, makeWave(), target, { name: 'Dune v1.wav' });
  const add = async (name: string, bytes: Buffer<ArrayBuffer>, song: Partial<SongInName> = {}) => {
    const at = { kind: 'cut', cutId: target.cutId } as const;
    const more = { name, song: { title: 'Dune', isStem: true, ...song } };
    return (await upload(place, bytes, at, more)).file;
  };
  const get = (path: string, user = bo, method = 'GET') =>
    fetch(server.url + path, { method, headers: { cookie: user.cookie } });
  const cut = async () => (await bo.request('GET', `/api/projects/${projectId}`)).body.vibes[0].cuts[0];
  return { server, ada, bo, cy, projectId, cutId: target.cutId, version, add, get, cut };
}

type Band = Awaited<ReturnType<typeof assemble>>;

async function addThree({ add }: Band) {
  const stems = new Map([
    ['Drums.wav', makeWave(100_000)],
    ['Bass.wav', makeWave(5_000)],
    ['Vox.wav', makeWave(44)],
  ]);
  for (const [name, bytes] of stems) await add(name, bytes, { part: name.slice(0, -4).toLowerCase() });
  return stems;
}

test('stems belong to the newest version, and are no versions', async () => {
  const band = await assemble();
  await addThree(band);
  const { files } = await band.cut();
  expect(files.map((file: { type: string }) => file.type)).toEqual(['CUT', 'STEM', 'STEM', 'STEM']);
  expect(files[1]).toMatchObject({ name: 'Drums.wav', part: 'drums', versionId: band.version.id });
});

describe('the stems of a version as one ZIP', () => {
  test('hold every byte under safe names, and are as long as announced', async () => {
    const band = await assemble();
    const stems = await addThree(band);
    const path = `/api/files/${band.version.id}/stems`;
    const answer = await band.get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/zip');
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="Dune v1 stems.zip"; filename*=UTF-8''Dune%20v1%20stems.zip`,
    );
    const zip = Buffer.from(await answer.arrayBuffer());
    expect(Number(answer.headers.get('content-length'))).toBe(zip.length);
    const head = await band.get(path, band.bo, 'HEAD');
    expect([head.status, Number(head.headers.get('content-length'))]).toEqual([200, zip.length]);

    const folder = await temporaryFolder();
    await writeFile(join(folder, 'stems.zip'), zip);
    await run('unzip', ['-t', 'stems.zip'], { cwd: folder });
    for (const [name, bytes] of stems) {
      const options = { cwd: folder, encoding: 'buffer', maxBuffer: 2 ** 20 } as const;
      const { stdout } = await run('unzip', ['-p', 'stems.zip', name], options);
      expect(stdout.equals(bytes), name).toBe(true);
    }
  });

  test('are for members, and only of a version that has stems', async () => {
    const band = await assemble();
    const { add, get, version, cy, server } = band;
    const path = `/api/files/${version.id}/stems`;
    const noStems = await get(path);
    expect([noStems.status, await noStems.json()]).toMatchObject([404, { kind: 'not-found' }]);
    const stem = await add('Drums.wav', makeWave());
    expect((await get(path)).status).toBe(200);
    expect((await get(`/api/files/${stem.id}/stems`)).status).toBe(404);
    expect((await get(path, cy)).status).toBe(404);
    expect((await fetch(server.url + path)).status).toBe(401);
    const [hidden, missing] = [await get(path, cy), await get(`/api/files/${newId()}/stems`)];
    expect(await hidden.json()).toEqual({
      ...((await missing.json()) as object),
      requestId: expect.any(String),
    });
  });

  test('end with the client: a closed connection leaves nothing open', async () => {
    const band = await assemble();
    // Nothing reads a ZIP to measure it.
    const bytes = Buffer.concat([await zipOf(['Drums.wav']), Buffer.alloc(30_000_000)]);
    const { sha256 } = await band.add('Drums.zip', bytes);
    const request = http.get(`${band.server.url}/api/files/${band.version.id}/stems`, {
      agent: false,
      headers: { cookie: band.bo.cookie },
    });
    request.on('error', () => {});
    await new Promise<void>((resolve) =>
      request.once('response', (response) => response.once('data', resolve)),
    );
    // The server runs in this process.
    const isOpen = async () => (await run('ls', ['-l', `/proc/${process.pid}/fd`])).stdout.includes(sha256);
    expect(await isOpen()).toBe(true);
    request.destroy();
    await until(async () => !(await isOpen()), { what: 'the stem to be closed' });
    expect((await band.get(`/api/files/${band.version.id}/stems`, band.bo, 'HEAD')).status).toBe(200);
  });
});

test('a stem is measured and played like any sound', async () => {
  const band = await assemble();
  const stem = await band.add('Drums.wav', makeWave(50_000));
  await until(async () => (await band.get(`/api/files/${stem.id}/peaks`)).status === 200, { what: 'peaks' });
  expect((await band.get(`/api/files/${stem.id}/stream`)).status).toBe(200);
  expect(stem.audio).toMatchObject({ sampleRate: 44_100 });
});

describe('the contents of a ZIP', () => {
  test('are listed for members, from its own names', async () => {
    const { add, get, cy } = await assemble();
    const zip = await add('Dune v1 stems.zip', await zipOf(['Stems/Drums.wav', '../Bass.wav']));
    const path = `/api/files/${zip.id}/contents`;
    const answer = await get(path);
    expect(answer.status).toBe(200);
    const body = await answer.json();
    expect(archiveContentsSchema.parse(body)).toStrictEqual(body);
    expect(body).toEqual({
      entries: [
        { name: 'Stems/Drums.wav', size: 15 },
        { name: '../Bass.wav', size: 11 },
      ],
      truncated: false,
    });
    expect((await get(path, cy)).status).toBe(404);
  });

  test('are refused for what is no ZIP, and for a damaged one', async () => {
    const { add, get, version } = await assemble();
    const bytes = await zipOf(['a.wav', 'b.wav']);
    bytes.fill(0, bytes.length - 150, bytes.length - 22);
    const damaged = await add('damaged.zip', bytes);
    for (const id of [version.id, damaged.id]) {
      const answer = await get(`/api/files/${id}/contents`);
      expect([answer.status, await answer.json()]).toMatchObject([404, { kind: 'not-found' }]);
    }
  });
});

test('more stems than a ZIP can hold are refused with a reason', async () => {
  const band = await assemble(await startServer());
  const stem = await band.add('Drums.wav', makeWave(44));
  const { database } = band.server;
  const row = await database.row('select * from file limit 1');
  const others = Object.keys(row).flatMap((name) => (name === 'id' ? [] : `"${name}"`));
  // The triggers for search would take a minute on PostgreSQL.
  if (isOnPostgres) await database.run('alter table file disable trigger all');
  await database.run(`
      with recursive numbers(n) as (select 1000001 union all select n + 1 from numbers where n < 1065534)
      insert into file (id, ${others})
        select '${stem.id.slice(0, -7)}' || n, ${others} from file, numbers where id = '${stem.id}'`);
  const ask = () => band.get(`/api/files/${band.version.id}/stems`);
  // The rows are made in the server's process, which may close a connection that rested meanwhile.
  const answer = await ask().catch(ask);
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({
    kind: 'too-large',
    error: expect.stringContaining('65,534 files'),
  });
});

test('a stem whose version was deleted can be given to another one, for all members and in its ZIP', async () => {
  const band = await assemble();
  const stem = await band.add('Drums.wav', makeWave(2_000));
  const at = { kind: 'cut', cutId: band.cutId } as const;
  const place = { server: band.server, user: band.ada };
  const { file: second } = await upload(place, makeWave(3_000), at, { name: 'Dune v2.wav' });
  await band.ada.request('DELETE', `/api/files/${band.version.id}`);
  const find = async () =>
    (await band.cut()).files.find(({ id }: { id: string }) => id === stem.id) as { versionId?: string };
  expect((await find()).versionId).toBeUndefined();
  const socket = await connectSocket(band.server, band.bo);
  await joinProject(socket, band.projectId);
  const events = collectEvents(socket);
  const move = (versionId?: string) =>
    band.bo.request('POST', '/api/commands', {
      operations: [
        {
          ...{ operationId: newId(), kind: 'file.move' },
          payload: { id: stem.id, targetCutId: band.cutId, ...(versionId && { versionId }) },
        },
      ],
    });
  expect((await move(band.version.id)).status).toBe(200);
  expect((await find()).versionId).toBeUndefined();
  expect((await move(second.id)).status).toBe(200);
  expect((await find()).versionId).toBe(second.id);
  const moved = await until(() => events.find(({ name }) => name === 'file:moved'));
  expect(moved.payload).toMatchObject({ fileId: stem.id, toCutId: band.cutId, versionId: second.id });
  expect((await band.get(`/api/files/${second.id}/stems`)).status).toBe(200);

  expect((await move()).status).toBe(200);
  expect((await find()).versionId).toBeUndefined();
  const undone = await until(() => events.filter(({ name }) => name === 'file:moved')[1]);
  expect(undone.payload).not.toHaveProperty('versionId');
});
