import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { type Upload, uploadSchema } from '../../../protocol/wire/upload.ts';
import { addMember, createProject, registerUser, startServer, type TestUser } from '../../helpers/server.ts';
import { fileWithoutFigures } from '../../helpers/stacks.ts';
import {
  commit,
  makeWave,
  newCut,
  readOffset,
  reserve,
  reserved,
  restart,
  sendAndBreakOff,
  sendBytes,
  sendSlowly,
  sha256Of,
  upload,
} from '../../helpers/uploads.ts';

/** The server measures a file after it has answered. */
function uploadWithoutFigures(body: unknown): Upload {
  const upload = uploadSchema.parse(body);
  return upload.state === 'committed' ? { ...upload, file: fileWithoutFigures(upload.file) } : upload;
}

async function band() {
  const server = await startServer();
  const [user, other] = [await registerUser(server), await registerUser(server, { name: 'Ben' })];
  const projectId = await createProject(user, [other]);
  return { server, user, other, projectId, place: { server, user } };
}

async function snapshot(user: TestUser, projectId: string) {
  return (await user.request('GET', `/api/projects/${projectId}`)).body;
}

// biome-ignore lint/suspicious/noExplicitAny: a snapshot as it came.
const filesOf = (project: any) => project.vibes.flatMap((v: any) => v.cuts.flatMap((c: any) => c.files));

describe('a resumable upload', () => {
  it('is reserved, sent and committed, and then visible to the band', async () => {
    const { user, other, projectId, place } = await band();
    const bytes = makeWave(176_444);
    const target = newCut(projectId);
    const row = await reserved(user, bytes, target);
    expect(uploadSchema.parse(row)).toStrictEqual(row);
    expect(row).toMatchObject({ state: 'reserved', offset: 0 });
    expect((await sendBytes(place, row, bytes)).status).toBe(204);

    const transferred = await user.request('GET', `/api/uploads/${row.id}`);
    expect(uploadSchema.parse(transferred.body)).toStrictEqual(transferred.body);
    expect(transferred.body.state).toBe('transferred');
    expect(filesOf(await snapshot(other, projectId))).toEqual([]);

    const { status, body } = await commit(user, row);
    expect(status).toBe(200);
    expect(uploadSchema.parse(body)).toStrictEqual(body);
    expect(body).toMatchObject({
      id: row.id,
      state: 'committed',
      added: true,
      file: {
        name: 'mix.wav',
        type: 'CUT',
        mimeType: 'audio/wav',
        size: bytes.length,
        sha256: sha256Of(bytes),
        audio: { durationSeconds: 1, sampleRate: 44_100, channels: 2, bitDepth: 16 },
      },
    });
    const project = await snapshot(other, projectId);
    expect(project.vibes).toMatchObject([{ name: 'Song', cuts: [{ id: target.cutId, name: 'Mix' }] }]);
    expect(filesOf(project)).toEqual([body.file]);
  });

  it('continues where it broke off, at any offset, also after the server restarts', async () => {
    const { server, user, projectId, place } = await band();
    const bytes = makeWave(3_000_000);
    const row = await reserved(user, bytes, newCut(projectId));
    let offset = 0;
    for (const count of [1, 70_000, 1_000_003, 999, 300_001]) {
      await sendAndBreakOff(place, row, bytes, offset, count);
      offset += count;
      expect(await readOffset(place, row)).toBe(offset);
      if (count === 1_000_003) await restart(server);
    }
    expect((await sendBytes(place, row, bytes.subarray(offset), offset)).status).toBe(204);
    const { body } = await commit(user, row);
    expect(body).toMatchObject({ state: 'committed', file: { sha256: sha256Of(bytes) } });
    const download = await fetch(`${server.url}${body.file.url}`, { headers: { cookie: user.cookie } });
    expect(sha256Of(new Uint8Array(await download.arrayBuffer()))).toBe(sha256Of(bytes));
  });

  it('doesn’t keep a stopping server waiting, and continues where it was interrupted', async () => {
    const { server, user, projectId, place } = await band();
    const bytes = makeWave(500_000);
    const row = await reserved(user, bytes, newCut(projectId));
    const slow = await sendSlowly(place, row, bytes, 0, 200_000);
    const begun = Date.now();
    await restart(server);
    // For other requests the server waits ten seconds.
    expect(Date.now() - begun).toBeLessThan(8000);
    await slow.closed;
    expect(await readOffset(place, row)).toBe(200_000);
    expect((await sendBytes(place, row, bytes.subarray(200_000), 200_000)).status).toBe(204);
    expect((await commit(user, row)).status).toBe(200);
  });

  it('moves to its client’s next connection when the first one hangs', async () => {
    const { user, projectId, place } = await band();
    const bytes = makeWave(500_000);
    const row = await reserved(user, bytes, newCut(projectId));
    const hanging = await sendSlowly(place, row, bytes, 0, 200_000);
    expect(await readOffset(place, row)).toBe(200_000);
    await hanging.closed;
    expect((await sendBytes(place, row, bytes.subarray(200_000), 200_000)).status).toBe(204);
    expect((await commit(user, row)).status).toBe(200);
  });

  it('commits after the server restarted once all bytes had arrived', async () => {
    const { server, user, projectId, place } = await band();
    const bytes = makeWave(500_000);
    const row = await reserved(user, bytes, newCut(projectId));
    await sendBytes(place, row, bytes);
    await restart(server);
    expect((await commit(user, row)).body).toMatchObject({ state: 'committed', added: true });
  });

  it('answers repeated commits the same, also after a restart, and adds one file', async () => {
    const { server, user, projectId, place } = await band();
    const bytes = makeWave();
    const row = await reserved(user, bytes, newCut(projectId));
    await sendBytes(place, row, bytes);
    const answers = await Promise.all(Array.from({ length: 20 }, () => commit(user, row)));
    await restart(server);
    answers.push(await commit(user, row));
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(uploadWithoutFigures(body)).toEqual(uploadWithoutFigures(answers[0]?.body));
    }
    expect(filesOf(await snapshot(user, projectId))).toHaveLength(1);
    expect(await readOffset(place, row)).toBe(bytes.length);
    expect((await sendBytes(place, row, bytes)).status).toBe(409);
    expect(await readdir(join(server.dataDirectory, 'uploads'))).toEqual([]);
  });

  it('returns the same row for the same key, in every state', async () => {
    const { user, projectId, place } = await band();
    const bytes = makeWave();
    const [target, uploadKey] = [newCut(projectId), newId()];
    const rows = await Promise.all(
      Array.from({ length: 20 }, () => reserved(user, bytes, target, { uploadKey })),
    );
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1);
    const [row] = rows;
    if (!row) throw new Error('no row');
    await sendAndBreakOff(place, row, bytes, 0, 100);
    expect(await reserved(user, bytes, target, { uploadKey })).toMatchObject({ id: row.id, offset: 100 });
    await sendBytes(place, row, bytes.subarray(100), 100);
    expect(await reserved(user, bytes, target, { uploadKey })).toMatchObject({ state: 'transferred' });
    const { body } = await commit(user, row);
    const again = await reserved(user, bytes, target, { uploadKey });
    expect(uploadWithoutFigures(again)).toEqual(uploadWithoutFigures(body));
  });

  it('makes a file of each of twenty simultaneous uploads of the same bytes under different keys', async () => {
    const { server, user, projectId } = await band();
    const bytes = makeWave(50_000);
    const done = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        upload({ server, user }, bytes, newCut(projectId, `Mix ${index}`)),
      ),
    );
    expect(new Set(done.map(({ file }) => file.id)).size).toBe(20);
    const project = await snapshot(user, projectId);
    expect(project.vibes).toHaveLength(1);
    expect(filesOf(project)).toHaveLength(20);
    const shards = await readdir(join(server.dataDirectory, 'blobs'));
    expect(shards).toHaveLength(1);
  });

  it('adds one file when twenty simultaneous uploads of the same bytes want only new ones', async () => {
    const { server, user, other, projectId } = await band();
    const bytes = makeWave();
    const done = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        upload({ server, user: index % 2 ? user : other }, bytes, newCut(projectId, `Mix ${index}`), {
          onlyIfNew: true,
        }),
      ),
    );
    expect(done.filter(({ added }) => added)).toHaveLength(1);
    expect(new Set(done.map(({ file }) => file.id)).size).toBe(1);
    const project = await snapshot(user, projectId);
    expect(project.vibes[0].cuts).toHaveLength(1);
    const elsewhere = await createProject(user);
    expect(await upload({ server, user }, bytes, newCut(elsewhere), { onlyIfNew: true })).toMatchObject({
      added: true,
    });
  });

  it('adds new versions to a cut, even with the same bytes', async () => {
    const { user, projectId, place } = await band();
    const bytes = makeWave();
    const target = newCut(projectId);
    const first = await upload(place, bytes, target);
    const second = await upload(place, bytes, { kind: 'cut', cutId: target.cutId });
    const third = await upload(place, makeWave(), target);
    expect(filesOf(await snapshot(user, projectId)).map(({ id }: { id: string }) => id)).toEqual([
      first.file.id,
      second.file.id,
      third.file.id,
    ]);
  });

  it.each(['song', ' SONG ', 'Song'])('finds the vibe by its name as %j', async (name) => {
    const { user, projectId, place } = await band();
    await upload(place, makeWave(), newCut(projectId, 'One', { name: 'Song' }));
    await upload(place, makeWave(), newCut(projectId, 'Two', { name }));
    const { vibes } = await snapshot(user, projectId);
    expect(vibes).toMatchObject([{ name: 'Song', cuts: [{ name: 'One' }, { name: 'Two' }] }]);
  });

  it('accepts a vibe by its id, and refuses one of another project', async () => {
    const { user, projectId, place } = await band();
    const vibe = await user.command('vibe.create', { id: newId(), projectId, name: 'Ballad' });
    await upload(place, makeWave(), newCut(projectId, 'Mix', { id: vibe.id }));
    const elsewhere = await createProject(user);
    const refused = await reserve(user, makeWave(), newCut(elsewhere, 'Mix', { id: vibe.id }));
    expect(refused).toMatchObject({ status: 404, body: { kind: 'not-found' } });
  });
});

describe('an upload is refused', () => {
  it('with different bytes than announced, which are discarded, and then accepts the right ones', async () => {
    const { user, projectId, place } = await band();
    const bytes = makeWave();
    const row = await reserved(user, bytes, newCut(projectId));
    await sendBytes(place, row, makeWave());
    expect(await commit(user, row)).toMatchObject({ status: 409, body: { kind: 'hash-mismatch' } });
    expect(await readOffset(place, row)).toBe(0);
    expect(filesOf(await snapshot(user, projectId))).toEqual([]);
    await sendBytes(place, row, bytes);
    expect((await commit(user, row)).body).toMatchObject({ state: 'committed' });
  });

  it('before all bytes have arrived, and then continues', async () => {
    const { user, projectId, place } = await band();
    const bytes = makeWave();
    const row = await reserved(user, bytes, newCut(projectId));
    expect(await commit(user, row)).toMatchObject({ status: 409, body: { kind: 'incomplete' } });
    await sendBytes(place, row, bytes.subarray(0, 500));
    expect(await commit(user, row)).toMatchObject({ status: 409, body: { kind: 'incomplete' } });
    await sendBytes(place, row, bytes.subarray(500), 500);
    expect((await commit(user, row)).status).toBe(200);
  });

  it('with more bytes than announced, or at the wrong offset', async () => {
    const { user, projectId, place } = await band();
    const bytes = makeWave();
    const row = await reserved(user, bytes, newCut(projectId));
    const long = await sendBytes(place, row, Buffer.concat([bytes, bytes]));
    expect(long.status).toBe(413);
    expect(JSON.parse(await long.text())).toMatchObject({ kind: 'too-large', statusCode: 413 });
    const offset = await readOffset(place, row);
    const wrong = await sendBytes(place, row, bytes.subarray(offset + 1), offset + 1);
    expect(wrong.status).toBe(409);
    expect(JSON.parse(await wrong.text())).toMatchObject({ kind: 'conflict', statusCode: 409 });
    expect(await readOffset(place, row)).toBe(offset);
  });

  it.each<[string, Record<string, string>, number]>([
    ['without a version of tus', { 'tus-resumable': '' }, 412],
    ['in another version of tus', { 'tus-resumable': '0.2.2' }, 400],
    ['without an offset', { 'upload-offset': '' }, 400],
    ['at an offset that isn’t a number', { 'upload-offset': '1e3' }, 400],
    ['at a negative offset', { 'upload-offset': '-1' }, 400],
    ['as another type', { 'content-type': 'audio/wav' }, 400],
    ['with a length of its own', { 'upload-length': '5' }, 400],
  ])('if it is sent %s', async (_how, changed, status) => {
    const { server, user, projectId, place } = await band();
    const bytes = makeWave();
    const row = await reserved(user, bytes, newCut(projectId));
    const headers = Object.entries({
      cookie: user.cookie,
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
      ...changed,
    }).filter(([, value]) => value !== '');
    const response = await fetch(`${server.url}${row.tusUrl}`, { method: 'PATCH', headers, body: bytes });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      error: expect.any(String),
      kind: 'invalid',
      statusCode: status,
      requestId: expect.any(String),
    });
    expect(await readOffset(place, row)).toBe(0);
  });

  it.each<[string, string, Buffer<ArrayBuffer>]>([
    ['a page', 'mix.wav', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a program', 'mix.wav', Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(100)])],
    ['an SVG', 'cover.png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ])('if it is %s in disguise', async (_what, name, bytes) => {
    const { user, projectId, place } = await band();
    const row = await reserved(user, bytes, newCut(projectId), { name });
    await sendBytes(place, row, bytes);
    for (const _again of [1, 2]) {
      expect(await commit(user, row)).toMatchObject({ status: 400, body: { kind: 'unsupported-type' } });
    }
    expect((await snapshot(user, projectId)).vibes).toEqual([]);
  });

  it('over the limit, empty, or with invalid values', async () => {
    const { server, user, projectId } = await band();
    await restart(server, { maximumFileBytes: 10_000 });
    const target = newCut(projectId);
    const bytes = makeWave();
    const tries: [object, number, string][] = [
      [{ size: 10_001 }, 413, 'too-large'],
      [{ size: 0 }, 400, 'invalid'],
      [{ size: 1.5 }, 400, 'invalid'],
      [{ size: -1 }, 400, 'invalid'],
      [{ sha256: 'A'.repeat(64) }, 400, 'invalid'],
      [{ name: ' ' }, 400, 'invalid'],
      [{ name: 'x'.repeat(201) }, 400, 'invalid'],
      [{ uploadKey: '../../etc' }, 400, 'invalid'],
      [{ target: { kind: 'cut', cutId: newId() } }, 404, 'not-found'],
      [{ target: { ...target, projectId: newId() } }, 404, 'not-found'],
      [{ target: { ...target, vibe: { id: newId() } } }, 404, 'not-found'],
      [{ target: { ...target, vibe: {} } }, 400, 'invalid'],
      [{ size: 10_000 }, 200, ''],
    ];
    for (const [more, status, kind] of tries) {
      const answer = await reserve(user, bytes, target, more);
      expect([more, answer.status]).toEqual([more, status]);
      if (kind) expect(answer.body).toMatchObject({ kind, statusCode: status, error: expect.any(String) });
    }
  });

  it('under a key that was used for different bytes', async () => {
    const { user, projectId } = await band();
    const uploadKey = newId();
    await reserved(user, makeWave(), newCut(projectId), { uploadKey });
    expect(await reserve(user, makeWave(), newCut(projectId), { uploadKey })).toMatchObject({
      status: 409,
      body: { kind: 'conflict' },
    });
  });

  it('into a cut whose id is taken in another project', async () => {
    const { user, projectId, place } = await band();
    const target = newCut(projectId);
    await upload(place, makeWave(), target);
    const elsewhere = await createProject(user);
    expect(await reserve(user, makeWave(), { ...target, projectId: elsewhere })).toMatchObject({
      status: 409,
    });
  });

  it('once its cut, vibe or project is deleted, and adds nothing', async () => {
    const { user, projectId, place } = await band();
    const vibe = await user.command('vibe.create', { id: newId(), projectId, name: 'Ballad' });
    const cut = await user.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Mix' });
    const targets = [{ kind: 'cut', cutId: cut.id } as const, newCut(projectId, 'Mix', { id: vibe.id })];
    const rows = [];
    for (const target of [...targets, newCut(projectId)]) {
      const bytes = makeWave();
      const row = await reserved(user, bytes, target);
      await sendBytes(place, row, bytes);
      rows.push(row);
    }
    await user.command('cut.delete', { id: cut.id });
    await user.command('vibe.delete', { id: vibe.id });
    for (const row of rows.slice(0, 2)) {
      expect(await commit(user, row)).toMatchObject({ status: 404, body: { kind: 'not-found' } });
    }
    expect((await snapshot(user, projectId)).vibes).toEqual([]);
    await user.command('project.delete', { id: projectId });
    expect(await commit(user, rows[2] ?? { id: '' })).toMatchObject({ status: 404 });
  });

  it('once its file is deleted, instead of showing it', async () => {
    const { user, projectId, place } = await band();
    const bytes = makeWave();
    const [target, uploadKey] = [newCut(projectId), newId()];
    const { id, file } = await upload(place, bytes, target, { uploadKey });
    await user.command('file.delete', { id: file.id });
    for (const answer of [await commit(user, { id }), await reserve(user, bytes, target, { uploadKey })]) {
      expect(answer).toMatchObject({ status: 404, body: { kind: 'not-found' } });
    }
  });
});

describe('an upload belongs to the user who reserved it', () => {
  const tries = async (
    { server }: { server: { url: string } },
    user: TestUser | null,
    row: { id: string; tusUrl: string },
    bytes: Buffer<ArrayBuffer>,
  ) => {
    const headers = { cookie: user?.cookie ?? '', 'tus-resumable': '1.0.0' };
    const send = async (method: string, path: string) =>
      (await fetch(`${server.url}${path}`, { method, headers })).status;
    return [
      await send('HEAD', row.tusUrl),
      (await sendBytes({ server, user: { cookie: user?.cookie ?? '' } }, row, bytes)).status,
      await send('POST', `/api/uploads/${row.id}/commit`),
      await send('GET', `/api/uploads/${row.id}`),
    ];
  };

  it('and not to a bandmate, a stranger or a signed-out caller', async () => {
    const { server, user, other, projectId, place } = await band();
    const stranger = await registerUser(server);
    const bytes = makeWave();
    const row = await reserved(user, bytes, newCut(projectId));
    expect(await tries(place, other, row, bytes)).toEqual([404, 404, 404, 404]);
    expect(await tries(place, stranger, row, bytes)).toEqual([404, 404, 404, 404]);
    expect(await tries(place, null, row, bytes)).toEqual([401, 401, 401, 401]);
    expect(await readOffset(place, row)).toBe(0);
    expect((await reserve(stranger, bytes, newCut(projectId))).status).toBe(404);
  });

  it('only while they are a member, and again once they rejoin', async () => {
    const { user, other, projectId, place } = await band();
    const bytes = makeWave();
    const [target, uploadKey] = [newCut(projectId), newId()];
    const row = await reserved(other, bytes, target, { uploadKey });
    await sendBytes({ ...place, user: other }, row, bytes.subarray(0, 500));
    await user.command('member.remove', { projectId, userId: other.account.id });
    expect(await tries(place, other, row, bytes)).toEqual([404, 404, 404, 404]);
    expect((await reserve(other, bytes, target, { uploadKey })).status).toBe(404);
    await addMember(user, other, projectId);
    await sendBytes({ ...place, user: other }, row, bytes.subarray(500), 500);
    expect((await commit(other, row)).body).toMatchObject({ state: 'committed' });
  });

  it('however the address is written', async () => {
    const { server, user, other, projectId, place } = await band();
    const bytes = makeWave();
    const own = await reserved(other, bytes, newCut(projectId));
    const foreign = await reserved(user, bytes, newCut(projectId));
    for (const tail of [`?x=/${foreign.id}`, `/?/${foreign.id}`, `#/${foreign.id}`]) {
      await sendBytes({ server, user: other }, { tusUrl: `${own.tusUrl}${tail}` }, bytes.subarray(0, 1), 0);
    }
    expect(await readOffset(place, foreign)).toBe(0);
  });

  it.each([
    ['POST', ''],
    ['POST', '/x'],
    ['DELETE', '/x'],
    ['GET', '/x'],
    ['PUT', '/x'],
  ])('and is created by a reservation only: %s %s', async (method, tail) => {
    const { server, user } = await band();
    const response = await fetch(`${server.url}/api/uploads/tus${tail}`, {
      method,
      headers: { cookie: user.cookie, 'tus-resumable': '1.0.0', 'upload-length': '10' },
    });
    expect(response.status).toBe(403);
    expect(await readdir(join(server.dataDirectory, 'uploads'))).toEqual([]);
  });
});
