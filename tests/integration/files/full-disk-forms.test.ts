import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { fillDisk } from '../../helpers/full-disk.ts';
import {
  createProject,
  registerUser,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { makeWave, sha256Of } from '../../helpers/uploads.ts';

async function send(server: TestServer, { cookie }: TestUser, path: string, key: string, form: FormData) {
  const headers = { cookie, 'idempotency-key': key };
  const response = await fetch(`${server.url}${path}`, { method: 'POST', headers, body: form });
  return { status: response.status, body: await response.json() };
}

const noSpace = { status: 500, body: { kind: 'no-space', error: expect.stringMatching(/disk is full/) } };
const incoming = (server: TestServer) => readdir(join(server.dataDirectory, 'incoming'));
const blobs = async (server: TestServer) =>
  (await readdir(join(server.dataDirectory, 'blobs'), { recursive: true })).filter((name) =>
    /[0-9a-f]{64}$/.test(name),
  );

// With 0 bytes left, the answer comes while most of the form is still being sent.
test.each([0, 100_000, 3_000_000])(
  'refuses a form whose file fills the disk after %i bytes, keeps nothing of it, and accepts the same request later',
  async (bytesLeft) => {
    const server = await startServer();
    const user = await registerUser(server);
    const projectId = await createProject(user);
    const vibe = await user.command('vibe.create', { id: newId(), projectId, name: 'Song' });
    const cut = await user.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Mix' });
    const bytes = makeWave(3_000_100);
    const form = new FormData();
    form.append('cutId', cut.id);
    form.append('file', new Blob([bytes]), 'mix.wav');
    const read = async () => (await user.request('GET', `/api/projects/${projectId}`)).body;
    const before = await read();
    const key = newId();

    const disk = await fillDisk(bytesLeft);
    expect(await send(server, user, '/api/files/upload', key, form)).toMatchObject(noSpace);
    expect(await incoming(server)).toEqual([]);
    expect(await blobs(server)).toEqual([]);
    expect(await read()).toEqual(before);
    disk.free();

    const later = await send(server, user, '/api/files/upload', key, form);
    expect(later).toMatchObject({ status: 201, body: { sha256: sha256Of(bytes) } });
    expect((await read()).vibes[0].cuts[0].files).toHaveLength(1);
    expect(await incoming(server)).toEqual([]);
  },
);

test('refuses a project whose picture fills the disk, and makes it on the same request later', async () => {
  const server = await startServer();
  const user = await registerUser(server);
  const form = new FormData();
  form.append('name', 'LP');
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(5000)]);
  form.append('image', new Blob([png]), 'cover.png');
  const key = newId();

  const disk = await fillDisk(1000);
  expect(await send(server, user, '/api/projects', key, form)).toMatchObject(noSpace);
  expect(await incoming(server)).toEqual([]);
  expect((await user.request('GET', '/api/projects')).body).toEqual([]);
  disk.free();

  expect((await send(server, user, '/api/projects', key, form)).status).toBe(201);
  expect((await user.request('GET', '/api/projects')).body).toHaveLength(1);
});
