import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { createdShareSchema, sharedFileSchema, shareSchema } from '../../../protocol/wire/share.ts';
import {
  addMember,
  cookieOf,
  createProject,
  registerUser,
  request,
  startServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

const day = 24 * 60 * 60 * 1000;
const hostileName = '<img src=x onerror=alert(1)>"; filename="evil.exe\u202e.wav';

async function assemble(name = 'mix.wav') {
  const server = await startServer({ maximumFailedLogins: 3 });
  const [ada, bo, cy] = (await Promise.all(
    ['Ada', 'Bo', 'Cy'].map((each) => registerUser(server, { name: each })),
  )) as [TestUser, TestUser, TestUser];
  const projectId = await createProject(ada, [bo]);
  const bytes = makeWave(4000);
  const { file } = await upload({ server, user: ada }, bytes, newCut(projectId), { name });
  const share = async (user: TestUser, body: object = {}) => {
    const answer = await user.request('POST', `/api/files/${file.id}/share`, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return createdShareSchema.strict().parse(answer.body);
  };
  const get = (path: string, headers?: Record<string, string>) =>
    request(server, 'GET', path, undefined, headers);
  /** The four routes of a link, called by a stranger. */
  const statuses = async (token: string) =>
    Promise.all(
      [
        `/api/share/${token}`,
        `/api/share/${token}/download`,
        `/api/share/${token}/stream`,
        `/share/${token}`,
      ].map(async (path) => (await get(path)).status),
    );
  return { server, ada, bo, cy, projectId, file, bytes, share, get, statuses };
}

const [openToAll, nowhere] = [
  [200, 200, 200, 200],
  [404, 404, 404, 404],
];

test('a member creates a link, and anyone with it can see, hear and download the file', async () => {
  const { server, bo, file, bytes, share, get } = await assemble();
  const begun = Date.now();
  const made = await share(bo);
  expect(made.shareUrl).toBe(`${server.url}/share/${made.token}`);
  expect(Buffer.from(made.token, 'base64url')).toHaveLength(32);
  expect(Date.parse(made.expiresAt) - begun).toBeGreaterThanOrEqual(30 * day);
  expect(Date.parse(made.expiresAt) - begun).toBeLessThan(30 * day + 60_000);

  const { body } = await get(`/api/share/${made.token}`);
  expect(sharedFileSchema.strict().parse(body)).toEqual({
    name: 'mix.wav',
    type: 'CUT',
    size: bytes.length,
    durationSeconds: file.audio?.durationSeconds,
    expiresAt: made.expiresAt,
    needsPassword: false,
    isLocked: false,
    ...{ kind: 'file', title: 'Mix', sharedBy: 'Bo', comments: 'off', mayDownload: true },
    songs: [
      { id: file.cutId, name: 'Mix', versions: [expect.objectContaining({ fileId: file.id, label: 'v1' })] },
    ],
    revision: expect.stringMatching(/^[\w-]{16}$/),
  });
  for (const part of ['download', 'stream']) {
    const address = `${server.url}/api/share/${made.token}/${part}`;
    const whole = await fetch(address);
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes), part).toBe(true);
    const ranged = await fetch(address, { headers: { range: 'bytes=100-199' } });
    expect([ranged.status, ranged.headers.get('content-range')]).toEqual([206, 'bytes 100-199/4000']);
    expect(Buffer.from(await ranged.arrayBuffer()).equals(bytes.subarray(100, 200)), part).toBe(true);
    expect((await fetch(address, { headers: { range: 'bytes=4000-' } })).status).toBe(416);
  }
});

test('neither the link nor the password can be recovered from the database', async () => {
  const { server, ada, share } = await assemble();
  const { token } = await share(ada, { password: 'open sesame' });
  const stored = JSON.stringify(await server.database.rows('select * from share'));
  expect(stored).not.toContain(token);
  expect(stored).not.toContain('sesame');
});

describe('permissions', () => {
  test('members create and list, the creator and admins revoke, others get 404', async () => {
    const { server, ada, bo, cy, projectId, file, share, statuses } = await assemble();
    const [ofAda, ofBo] = [await share(ada), await share(bo, { password: 'secret', expiresInDays: 1 })];
    const path = `/api/files/${file.id}`;
    for (const [method, address] of [
      ['POST', `${path}/share`],
      ['GET', `${path}/shares`],
      ['DELETE', `/api/shares/${ofAda.id}`],
    ] as const) {
      expect((await cy.request(method, address)).status, `stranger ${method}`).toBe(404);
      expect((await request(server, method, address)).status, `nobody ${method}`).toBe(401);
    }
    const listed = (await bo.request('GET', `${path}/shares`)).body;
    expect(listed.map((one: unknown) => shareSchema.strict().parse(one))).toMatchObject([
      { id: ofBo.id, fileId: file.id, createdBy: { name: 'Bo' }, needsPassword: true },
      { id: ofAda.id, fileId: file.id, createdBy: { name: 'Ada' }, needsPassword: false },
    ]);
    expect((await bo.request('DELETE', `/api/shares/${ofAda.id}`)).status).toBe(403);
    expect(await statuses(ofAda.token)).toEqual(openToAll);
    expect((await ada.request('DELETE', `/api/shares/${ofBo.id}`)).status).toBe(200);
    expect((await ada.request('DELETE', `/api/shares/${ofBo.id}`)).status).toBe(404);
    const again = await share(bo);
    expect((await bo.request('DELETE', `/api/shares/${again.id}`)).status).toBe(200);
    await addMember(ada, cy, projectId);
    expect((await cy.request('GET', `${path}/shares`)).body).toHaveLength(1);
  });
});

describe('a link ends', () => {
  test('when it is revoked, and then nothing is revealed about the file', async () => {
    const { ada, share, get, statuses } = await assemble('secret title.wav');
    const { id, token } = await share(ada);
    expect(await statuses(token)).toEqual(openToAll);
    await ada.request('DELETE', `/api/shares/${id}`);
    expect(await statuses(token)).toEqual(nowhere);
    const { body } = await get(`/api/share/${token}`);
    expect(body).toEqual({
      error: 'This link doesn’t work. It may have expired or been revoked.',
      kind: 'not-found',
      statusCode: 404,
    });
    expect((await get(`/api/share/${'x'.repeat(43)}`)).body).toEqual(body);
  });

  test('when it expires, also across a restart', async () => {
    const { server, ada, file, share, statuses } = await assemble();
    const [first, other] = [await share(ada), await share(ada, { expiresInDays: 365 })];
    await server.database.run(
      'update share set expiresAt = ? where id = ?',
      new Date(Date.now() - 1000).toISOString(),
      first.id,
    );
    expect(await statuses(first.token)).toEqual(nowhere);
    expect((await ada.request('GET', `/api/files/${file.id}/shares`)).body).toHaveLength(1);
    await server.restart();
    expect(await statuses(first.token)).toEqual(nowhere);
    expect(await statuses(other.token)).toEqual(openToAll);
  });

  test('with its file, its project, and the membership of its creator', async () => {
    const { server, ada, bo, projectId, file, share, statuses } = await assemble();
    const [ofAda, ofBo] = [await share(ada), await share(bo)];
    await ada.command('member.remove', { projectId, userId: bo.account.id });
    expect(await statuses(ofBo.token)).toEqual(nowhere);
    expect(await statuses(ofAda.token)).toEqual(openToAll);
    await ada.command('file.delete', { id: file.id });
    expect(await statuses(ofAda.token)).toEqual(nowhere);
    const { file: second } = await upload({ server, user: ada }, makeWave(), newCut(projectId));
    const { body } = await ada.request('POST', `/api/files/${second.id}/share`);
    expect(await statuses(body.token)).toEqual(openToAll);
    await ada.command('project.delete', { id: projectId });
    expect(await statuses(body.token)).toEqual(nowhere);
  });
});

describe('a password', () => {
  test('is needed before the file can be heard, and unlocks only this link', async () => {
    const { server, ada, share, get, statuses } = await assemble();
    const [{ token }, other] = [
      await share(ada, { password: 'open sesame' }),
      await share(ada, { password: 'open sesame' }),
    ];
    expect(await statuses(token)).toEqual([200, 401, 401, 200]);
    expect((await get(`/api/share/${token}`)).body).toMatchObject({ needsPassword: true, isLocked: true });
    const unlock = (body: unknown) => request(server, 'POST', `/api/share/${token}/unlock`, body);
    expect((await unlock({ password: 'wrong' })).status).toBe(401);
    for (const body of [{}, { password: 7 }, { password: '' }, { password: 'x'.repeat(129) }]) {
      expect((await unlock(body)).status).toBe(400);
    }
    const opened = await unlock({ password: 'open sesame' });
    expect(opened.status).toBe(200);
    const line = opened.headers.getSetCookie()[0] ?? '';
    expect(line).toMatch(new RegExp(`; Path=/api/share/${token}; HttpOnly; SameSite=Strict$`));
    const cookie = cookieOf(opened.headers);
    expect((await get(`/api/share/${token}`, { cookie })).body).toMatchObject({ isLocked: false });
    for (const part of ['download', 'stream']) {
      expect((await get(`/api/share/${token}/${part}`, { cookie })).status).toBe(200);
      expect((await get(`/api/share/${other.token}/${part}`, { cookie })).status, 'the other').toBe(401);
    }
    // Neither another signature nor a later end is accepted.
    const [, until = '', signature = ''] = /=(\d+)\.(.+)/.exec(cookie) ?? [];
    for (const forged of [
      `bandmate.share=${Number(until) + 1}.${signature}`,
      `bandmate.share=${until}.${signature.slice(1)}${signature[0] === 'a' ? 'b' : 'a'}`,
      `bandmate.share=${until}.`,
      'bandmate.share=',
      `x=bandmate.share=${until}.${signature}`,
    ]) {
      expect((await get(`/api/share/${token}/download`, { cookie: forged })).status, forged).toBe(401);
    }
  });

  test('can only be guessed slowly', async () => {
    const { server, ada, share } = await assemble();
    const [{ token }, other] = [
      await share(ada, { password: 'right' }),
      await share(ada, { password: 'right' }),
    ];
    const unlock = async (at: string, password: string) =>
      (await request(server, 'POST', `/api/share/${at}/unlock`, { password })).status;
    const guesses = await Promise.all(Array.from({ length: 12 }, () => unlock(token, 'wrong')));
    expect(guesses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(5);
    expect(await unlock(other.token, 'right')).toBe(200);
    await until(async () => (await unlock(token, 'right')) === 200, { timeoutMilliseconds: 25_000 });
  });
});

test('a hostile name is plain text in the answer and harmless in the header; the page has it as text only', async () => {
  const { ada, share, get } = await assemble(hostileName);
  const { token } = await share(ada);
  expect((await get(`/api/share/${token}`)).body.name).toBe(hostileName);
  const { headers } = await get(`/api/share/${token}/download`);
  expect(headers.get('content-disposition')).toMatch(/^inline; filename="[^"]*"; filename\*=UTF-8''[^"; ]*$/);
  expect(headers.get('content-disposition')).not.toContain('%E2%80%AE');
  expect(headers.get('content-security-policy')).toContain('sandbox');
  const page = await get(`/share/${token}`);
  expect(page.body).not.toMatch(/<img|alert\(1\)>/);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  expect(page.body).not.toMatch(/<script(?![^>]*src=)|<style|style=|\son\w+=/);
});

test('invalid requests are refused with a reason', async () => {
  const { server, ada, file, get, share } = await assemble();
  const path = `/api/files/${file.id}/share`;
  for (const body of [
    { expiresInDays: 0 },
    { expiresInDays: 366 },
    { expiresInDays: 1.5 },
    { expiresInDays: '7' },
    { password: 'abc' },
    { password: null },
    [],
  ]) {
    expect(await ada.request('POST', path, body), JSON.stringify(body)).toMatchObject({
      status: 400,
      body: { kind: 'invalid' },
    });
  }
  expect((await ada.request('POST', `/api/files/${newId()}/share`)).status).toBe(404);
  for (const token of ['x', '%00', '..%2f..', '%E0%A4', 'a'.repeat(2000)]) {
    expect((await get(`/api/share/${token}`)).status, token).toBeGreaterThanOrEqual(400);
    expect((await get(`/api/share/${token}`)).status, token).toBeLessThan(500);
  }
  const { token } = await share(ada, { password: 'right' });
  const foreign = { origin: 'https://elsewhere.example' };
  const unlock = await request(server, 'POST', `/api/share/${token}/unlock`, { password: 'right' }, foreign);
  expect(unlock.status).toBe(403);
});
