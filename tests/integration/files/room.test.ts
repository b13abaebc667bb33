import { statfs } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { createProject, registerUser, startServer, type TestUser } from '../../helpers/server.ts';
import { makeWave, newCut, reserve, reserved, sendBytes, sha256Of, upload } from '../../helpers/uploads.ts';

const announce = (user: TestUser, projectId: string, size: number) =>
  user.request('POST', '/api/uploads/reserve', {
    uploadKey: newId(),
    name: 'mix.wav',
    size,
    sha256: sha256Of(Buffer.from(newId())),
    target: newCut(projectId),
  });

test('reservations never exceed the free space less the reserve, whoever makes them at once', async () => {
  const server = await startServer({ maximumFileBytes: Number.MAX_SAFE_INTEGER });
  const [ada, bo] = [await registerUser(server), await registerUser(server)];
  const projects = [await createProject(ada), await createProject(bo)] as const;
  const { bavail, bsize } = await statfs(server.dataDirectory);
  const size = Math.floor(bavail * bsize * 0.4);
  const answers = await Promise.all(
    [1, 2, 3].flatMap(() => [announce(ada, projects[0], size), announce(bo, projects[1], size)]),
  );
  const refused = answers.filter(({ status }) => status !== 200);
  expect(refused).toHaveLength(4);
  for (const { status, body } of refused) expect([status, body.kind]).toEqual([500, 'no-space']);
  // A reservation that nobody asks about any more holds no room.
  await server.database.run(
    'update upload set updatedAt = ?',
    new Date(Date.now() - 3_700_000).toISOString(),
  );
  expect((await announce(ada, projects[0], size)).status).toBe(200);
});

test('bytes that have arrived count once', async () => {
  const server = await startServer({ maximumFileBytes: Number.MAX_SAFE_INTEGER });
  const user = await registerUser(server);
  const projectId = await createProject(user);
  const bytes = makeWave(4_000_000);
  const row = await reserved(user, bytes, newCut(projectId));
  await sendBytes({ server, user }, row, bytes);
  const { bavail, bsize } = await statfs(server.dataDirectory);
  expect((await announce(user, projectId, Math.floor(bavail * bsize * 0.8))).status).toBe(200);
});

test('one person has at most 500 unfinished uploads, and others go on', async () => {
  const server = await startServer();
  const [ada, bo] = [await registerUser(server), await registerUser(server)];
  const [projectId, other] = [await createProject(ada), await createProject(bo)];
  await announce(ada, projectId, 1);
  const row = await server.database.row('select * from upload');
  const others = Array.from({ length: 499 }, () => ({ ...row, id: newId(), uploadKey: newId() }));
  await server.database.insert('upload', others);
  const { status, body, headers } = await announce(ada, projectId, 1);
  expect([status, body.kind]).toEqual([429, 'rate-limited']);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await announce(bo, other, 1)).status).toBe(200);
});

test('the reserve is kept free', async () => {
  const folder = await startServer({ diskReserveBytes: 0, maximumFileBytes: Number.MAX_SAFE_INTEGER });
  const { bavail, blocks, bsize } = await statfs(folder.dataDirectory);
  // The reserve is at most a twentieth of the disk.
  const size = bavail * bsize - Math.floor((blocks * bsize) / 40);
  const tryWith = async (diskReserveBytes: number) => {
    await folder.restart({ diskReserveBytes });
    const user = await registerUser(folder);
    return (await announce(user, await createProject(user), size)).status;
  };
  expect(await tryWith(Number.MAX_SAFE_INTEGER)).toBe(500);
  expect(await tryWith(0)).toBe(200);
});

test('an account and a project have quotas, for resumable uploads and forms, and room that is freed can be used', async () => {
  const bytes = makeWave(100_000);
  const server = await startServer({ accountQuotaBytes: 250_000, projectQuotaBytes: 0 });
  const user = await registerUser(server);
  const place = { server, user };
  const projectId = await createProject(user);
  const { file } = await upload(place, bytes, newCut(projectId));
  await upload(place, makeWave(100_001), newCut(projectId));
  const third = makeWave(100_002);
  const refused = await reserve(user, third, newCut(projectId));
  expect([refused.status, refused.body.kind]).toEqual([413, 'quota']);
  expect(refused.body.error).toContain('250 kB');
  const form = new FormData();
  form.set('cutId', file.cutId);
  form.set('name', 'mix.wav');
  form.set('file', new Blob([third]), 'mix.wav');
  const sent = await fetch(`${server.url}/api/files/upload`, {
    method: 'POST',
    body: form,
    headers: { cookie: user.cookie },
  });
  expect([sent.status, ((await sent.json()) as { kind: string }).kind]).toEqual([413, 'quota']);
  await user.command('file.delete', { id: file.id });
  expect((await reserve(user, third, newCut(projectId))).status).toBe(200);

  await server.restart({ accountQuotaBytes: 0, projectQuotaBytes: 250_000 });
  const more = makeWave(100_003);
  expect((await reserve(user, more, newCut(projectId))).body.kind).toBe('quota');
  expect((await reserve(user, more, newCut(await createProject(user)))).status).toBe(200);
});
