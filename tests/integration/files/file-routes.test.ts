import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { fileSchema, storageSchema } from '../../../protocol/wire/file.ts';
import {
  createProject,
  registerUser,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { fileWithoutFigures } from '../../helpers/stacks.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, restart, sha256Of } from '../../helpers/uploads.ts';

async function band() {
  const server = await startServer();
  const [user, other] = [await registerUser(server), await registerUser(server, { name: 'Ben' })];
  const projectId = await createProject(user, [other]);
  const vibe = await user.command('vibe.create', { id: newId(), projectId, name: 'Song' });
  const cut = await user.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Mix' });
  return { server, user, other, projectId, cutId: cut.id };
}

type Part = [string, string] | [string, Uint8Array<ArrayBuffer>, string];

async function post(
  server: TestServer,
  user: TestUser | null,
  parts: Part[],
  headers: Record<string, string> = {},
) {
  const form = new FormData();
  for (const [name, value, filename] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([value]), filename);
  }
  const response = await fetch(`${server.url}/api/files/upload`, {
    method: 'POST',
    headers: { ...(user ? { cookie: user.cookie } : {}), ...headers },
    body: form,
  });
  return answerOf(response);
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely; shapes are checked by schemas.
async function answerOf(response: Response): Promise<{ status: number; body: any }> {
  return { status: response.status, body: await response.json() };
}

/** Sends a form as raw bytes, which no well-behaved client would send. */
async function postRaw(server: TestServer, user: TestUser, body: string, contentType: string) {
  const response = await fetch(`${server.url}/api/files/upload`, {
    method: 'POST',
    headers: { cookie: user.cookie, 'content-type': contentType },
    body,
  });
  return answerOf(response);
}

/** One GET or HEAD without the headers that `fetch` adds (they make conditional requests unconditional). */
async function get(url: string, method: string, headers: Record<string, string>) {
  const request = http.request(url, { method, agent: false, headers });
  request.end();
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, body: await buffer(response) };
}

const filePart = (bytes = makeWave(), name = 'mix.wav'): Part => ['file', bytes, name];
const incoming = (server: TestServer) => readdir(join(server.dataDirectory, 'incoming'));

describe('POST /api/files/upload', () => {
  it('makes a file from a form, with fields before or after the file', async () => {
    const { server, user, other, projectId, cutId } = await band();
    const bytes = makeWave();
    const first = await post(server, user, [['cutId', cutId], filePart(bytes)]);
    const second = await post(server, other, [filePart(), ['name', 'Better mix'], ['cutId', cutId]]);
    for (const { status, body } of [first, second]) {
      expect(status).toBe(201);
      expect(fileSchema.parse(body)).toStrictEqual(body);
    }
    expect(first.body).toMatchObject({
      name: 'mix.wav',
      sha256: sha256Of(bytes),
      type: 'CUT',
      cutId,
      projectId,
    });
    expect(second.body).toMatchObject({ name: 'Better mix', uploadedBy: { name: 'Ben' } });
    expect(await incoming(server)).toEqual([]);
  });

  it('answers the same Idempotency-Key with the same file', async () => {
    const { server, user, cutId } = await band();
    const parts: Part[] = [['cutId', cutId], filePart()];
    const headers = { 'idempotency-key': newId() };
    const answers = [await post(server, user, parts, headers), await post(server, user, parts, headers)];
    expect(answers[1]?.status).toBe(answers[0]?.status);
    expect(fileWithoutFigures(answers[1]?.body)).toEqual(fileWithoutFigures(answers[0]?.body));
    expect((await user.request('GET', '/api/files/storage')).body.fileCount).toBe(1);
    expect((await post(server, user, parts, { 'idempotency-key': 'no id!' })).status).toBe(400);
  });

  it('treats names as text, never as paths', async () => {
    const { server, user, cutId } = await band();
    const names = [
      '"quoted".wav',
      'Größe 日本 🎸.wav',
      '<img src=x onerror=alert(1)>',
      "a'; drop table file;--",
    ];
    for (const name of names) {
      const { status, body } = await post(server, user, [['name', name], ['cutId', cutId], filePart()]);
      expect({ status, name: body.name }).toEqual({ status: 201, name });
    }
    const outside = await post(server, user, [
      ['cutId', cutId],
      filePart(makeWave(), '../../../etc/mix.wav'),
    ]);
    expect(outside.body.name).toBe('mix.wav');
    const long = await post(server, user, [['cutId', cutId], filePart(makeWave(), `${'x'.repeat(300)}.wav`)]);
    expect(long).toMatchObject({
      status: 400,
      body: { kind: 'invalid', error: expect.stringMatching(/^name: /) },
    });
    expect(await incoming(server)).toEqual([]);
  });

  it('refuses requests that are not forms, and forms with missing or extra parts', async () => {
    const { server, user, cutId } = await band();
    const cut: Part = ['cutId', cutId];
    const tries: [string, Part[], string][] = [
      ['no file', [cut], 'invalid'],
      ['no cut', [filePart()], 'invalid'],
      ['an invalid cut id', [['cutId', '../..'], filePart()], 'invalid'],
      ['an invalid cut id after the file', [filePart(), ['cutId', '../..']], 'invalid'],
      ['an unknown cut', [['cutId', newId()], filePart()], 'not-found'],
      ['an unknown cut after the file', [filePart(), ['cutId', newId()]], 'not-found'],
      ['two files', [cut, filePart(), filePart()], 'invalid'],
      ['a file of another name', [cut, ['image', makeWave(), 'mix.wav']], 'invalid'],
      ['an empty file', [cut, filePart(Buffer.alloc(0))], 'empty-file'],
      ['an empty name', [cut, ['name', '  '], filePart()], 'invalid'],
      ['a huge field', [cut, ['name', 'x'.repeat(100_000)], filePart()], 'invalid'],
      ['many fields', [cut, ...Array.from({ length: 40 }, (): Part => ['a', 'b']), filePart()], 'invalid'],
      ['a disguised page', [cut, filePart(Buffer.from('<!doctype html>'))], 'unsupported-type'],
    ];
    for (const [what, parts, kind] of tries) {
      const { status, body } = await post(server, user, parts);
      expect([what, body.kind, status]).toEqual([what, kind, body.statusCode]);
    }
    const raw: [string, string][] = [
      ['', 'text/plain'],
      ['{}', 'application/json'],
      ['', 'multipart/form-data'],
      ['', 'multipart/form-data; boundary=x'],
      ['nothing of the kind', 'multipart/form-data; boundary=x'],
      [
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\nRIFF',
        'multipart/form-data; boundary=x',
      ],
      [
        '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nRIFF\r\n--x--',
        'multipart/form-data; boundary=x',
      ],
    ];
    for (const [body, type] of raw) {
      expect([body, type, await postRaw(server, user, body, type)]).toMatchObject([
        body,
        type,
        { status: 400, body: { kind: 'invalid' } },
      ]);
    }
    expect((await user.request('GET', '/api/files/storage')).body.fileCount).toBe(0);
    await until(async () => (await incoming(server)).length === 0);
  });

  it('refuses files over the limit, announced or not, and files from outside the band', async () => {
    const { server, user, cutId } = await band();
    const stranger = await registerUser(server);
    expect(await post(server, stranger, [['cutId', cutId], filePart()])).toMatchObject({ status: 404 });
    expect(await post(server, stranger, [filePart(), ['cutId', cutId]])).toMatchObject({ status: 404 });
    expect(await post(server, null, [['cutId', cutId], filePart()])).toMatchObject({ status: 401 });
    await restart(server, { maximumFileBytes: 5000 });
    expect(await post(server, user, [['cutId', cutId], filePart(makeWave(5000))])).toMatchObject({
      status: 201,
    });
    expect(await post(server, user, [['cutId', cutId], filePart(makeWave(5001))])).toMatchObject({
      status: 413,
      body: { kind: 'too-large' },
    });
    expect(await post(server, user, [['cutId', cutId], filePart(makeWave(3_000_000))])).toMatchObject({
      status: 413,
    });
    expect(await incoming(server)).toEqual([]);
  });

  it('leaves nothing behind when the connection is lost midway', async () => {
    const { server, user, cutId } = await band();
    const head = `--x\r\nContent-Disposition: form-data; name="cutId"\r\n\r\n${cutId}\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n`;
    const request = http.request(`${server.url}/api/files/upload`, {
      method: 'POST',
      agent: false,
      headers: {
        cookie: user.cookie,
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': 10_000_000,
      },
    });
    request.on('error', () => {});
    request.write(head);
    request.write(makeWave(500_000));
    await until(async () => (await incoming(server)).length === 1);
    request.destroy();
    await until(async () => (await incoming(server)).length === 0);
  });
});

describe('GET /api/files/:id/download', () => {
  async function uploaded(bytes = makeWave(1000), name = 'mix.wav') {
    const all = await band();
    const { body } = await post(all.server, all.user, [
      ['cutId', all.cutId],
      ['name', name],
      filePart(bytes),
    ]);
    const download = (
      headers: Record<string, string> = {},
      method = 'GET',
      user: TestUser | null = all.user,
    ) =>
      fetch(`${all.server.url}${body.url}`, { method, headers: { cookie: user?.cookie ?? '', ...headers } });
    return { ...all, bytes, file: body, download };
  }

  it('returns the bytes unchanged, with headers that make them harmless in a browser', async () => {
    const { bytes, file, download } = await uploaded();
    const response = await download();
    expect(response.status).toBe(200);
    expect(sha256Of(new Uint8Array(await response.arrayBuffer()))).toBe(sha256Of(bytes));
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
      'content-disposition': `inline; filename="mix.wav"; filename*=UTF-8''mix.wav`,
      'content-length': '1000',
      'content-type': 'audio/wav',
      etag: `"${file.sha256}"`,
      'x-content-type-options': 'nosniff',
    });
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
  });

  it.each([
    [{}, 200, 0, 1000, undefined],
    [{ range: 'bytes=0-0' }, 206, 0, 1, 'bytes 0-0/1000'],
    [{ range: 'bytes=100-199' }, 206, 100, 200, 'bytes 100-199/1000'],
    [{ range: 'bytes=990-' }, 206, 990, 1000, 'bytes 990-999/1000'],
    [{ range: 'bytes=990-5000' }, 206, 990, 1000, 'bytes 990-999/1000'],
    [{ range: 'bytes=-10' }, 206, 990, 1000, 'bytes 990-999/1000'],
    [{ range: 'bytes=-5000' }, 206, 0, 1000, 'bytes 0-999/1000'],
    [{ range: 'bytes=1000-' }, 416, 0, 0, 'bytes */1000'],
    [{ range: 'bytes=-0' }, 416, 0, 0, 'bytes */1000'],
    [{ range: 'bytes=9-1' }, 200, 0, 1000, undefined],
    [{ range: 'bytes=0-1,5-6' }, 200, 0, 1000, undefined],
    [{ range: 'nonsense' }, 200, 0, 1000, undefined],
    [{ range: 'bytes=0-9', 'if-range': 'ETAG' }, 206, 0, 10, 'bytes 0-9/1000'],
    [{ range: 'bytes=0-9', 'if-range': '"other"' }, 200, 0, 1000, undefined],
    [{ range: 'bytes=0-9', 'if-range': 'W/ETAG' }, 200, 0, 1000, undefined],
    [{ range: 'bytes=5000-', 'if-range': '"other"' }, 200, 0, 1000, undefined],
    [{ 'if-none-match': 'ETAG' }, 304, 0, 0, undefined],
    [{ 'if-none-match': '"other"' }, 200, 0, 1000, undefined],
  ])('%j → %i', async (asked: Record<string, string>, status, from, to, contentRange) => {
    const { server, user, bytes, file } = await uploaded();
    const headers = Object.fromEntries(
      Object.entries(asked).map(([name, value]) => [name, value.replace('ETAG', `"${file.sha256}"`)]),
    );
    const ask = (method: string) =>
      get(`${server.url}${file.url}`, method, { cookie: user.cookie, ...headers });
    const [response, head] = [await ask('GET'), await ask('HEAD')];
    expect([response.status, head.status]).toEqual([status, status]);
    expect(response.headers['content-range']).toBe(contentRange);
    expect(head.headers['content-range']).toBe(contentRange);
    if (status < 300) {
      expect(response.body.equals(bytes.subarray(from, to))).toBe(true);
      expect(head.headers['content-length']).toBe(String(to - from));
    }
    expect(head.body.length).toBe(0);
  });

  it('serves anything but audio and pictures as an attachment, and escapes a hostile name', async () => {
    const zip = Buffer.from(
      '504b03040a0000000000000000008316dc8c010000000100000005000000612e77617678',
      'hex',
    );
    const { file, download } = await uploaded(zip, 'st"em\u202E/..\\s.zip');
    expect(file.type).toBe('STEM');
    const response = await download();
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="st_em__.._s.zip"; filename*=UTF-8''st%22em__.._s.zip`,
    );
  });

  it('serves members only, and stops when a member is removed', async () => {
    const { server, user, other, projectId, download } = await uploaded();
    const stranger = await registerUser(server);
    const statusFor = async (who: TestUser | null) => (await download({}, 'GET', who)).status;
    expect([await statusFor(other), await statusFor(stranger), await statusFor(null)]).toEqual([
      200, 404, 401,
    ]);
    await user.command('member.remove', { projectId, userId: other.account.id });
    expect(await statusFor(other)).toBe(404);
    expect((await user.request('GET', '/api/files/none/download')).status).toBe(404);
  });

  it('survives listeners that disconnect midway', async () => {
    const { server, user, file, download } = await uploaded(makeWave(20_000_000));
    for (let round = 0; round < 5; round++) {
      const request = http.get(`${server.url}${file.url}`, {
        agent: false,
        headers: { cookie: user.cookie },
      });
      request.on('error', () => {});
      await new Promise<void>((resolve) => {
        request.on('response', (response) => response.once('data', () => request.destroy()));
        request.on('close', resolve);
      });
    }
    expect((await download({ range: 'bytes=0-0' })).status).toBe(206);
  });
});

describe('files', () => {
  it('can be deleted by admins only', async () => {
    const { server, user, other, cutId } = await band();
    const stranger = await registerUser(server);
    const { body } = await post(server, other, [['cutId', cutId], filePart()]);
    const remove = async (who: TestUser) => (await who.request('DELETE', `/api/files/${body.id}`)).status;
    expect([await remove(stranger), await remove(other), await remove(user), await remove(user)]).toEqual([
      404, 403, 200, 404,
    ]);
    expect((await user.request('GET', body.url)).status).toBe(404);
  });

  it('count towards the storage of their uploader', async () => {
    const { server, user, other, cutId } = await band();
    const zip = Buffer.from(
      '504b03040a0000000000000000008316dc8c010000000100000005000000612e77617678',
      'hex',
    );
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
    const wave = makeWave(1000);
    for (const bytes of [wave, wave, makeWave(500), zip, png]) {
      await post(server, user, [['cutId', cutId], filePart(bytes)]);
    }
    await post(server, other, [['cutId', cutId], filePart(makeWave(300))]);
    const { body } = await user.request('GET', '/api/files/storage');
    expect(storageSchema.parse(body)).toStrictEqual(body);
    expect(body).toEqual({
      totalSize: 2500 + zip.length + png.length,
      fileCount: 5,
      breakdown: {
        audio: { size: 2500, count: 3 },
        stems: { size: zip.length, count: 1 },
        images: { size: png.length, count: 1 },
      },
    });
    expect((await other.request('GET', '/api/files/storage')).body).toMatchObject({
      totalSize: 300,
      fileCount: 1,
    });
    expect((await fetch(`${server.url}/api/files/storage`)).status).toBe(401);
  });
});
