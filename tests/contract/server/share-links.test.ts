import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import {
  type CreatedShare,
  createdShareSchema,
  type SharedFile,
  sharedFileSchema,
  shareSchema,
} from '../../../protocol/wire/share.ts';
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
import { makeWave, upload } from '../../helpers/uploads.ts';

async function assemble() {
  const server = await startServer();
  const [ada, bo, cy] = (await Promise.all(
    ['Ada', 'Bo', 'Cy'].map((name) => registerUser(server, { name })),
  )) as [TestUser, TestUser, TestUser];
  const projectId = await createProject(ada, [bo], 'Summer EP');
  const vibe = async (name: string) =>
    (await ada.command('vibe.create', { id: newId(), projectId, name })).id;
  const cut = async (vibeId: string, name: string) =>
    (await ada.command('cut.create', { id: newId(), vibeId, name })).id;
  const bounce = async (cutId: string, name: string) =>
    (await upload({ server, user: ada }, makeWave(), { kind: 'cut', cutId }, { name })).file;
  const share = async (path: string, body: object = {}, by = ada): Promise<CreatedShare> => {
    const answer = await by.request('POST', `/api/${path}/share`, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return createdShareSchema.strict().parse(answer.body);
  };
  const get = (path: string, headers?: Record<string, string>) =>
    request(server, 'GET', path, undefined, headers);
  const read = async (token: string): Promise<SharedFile> =>
    sharedFileSchema.strict().parse((await get(`/api/share/${token}`)).body);
  return { server, ada, bo, cy, projectId, vibe, cut, bounce, share, get, read };
}

const namesOf = ({ songs }: SharedFile) =>
  songs.map(({ name, versions }) => [name, ...versions.map((version) => version.name)]);

describe('a link to a song', () => {
  test('always leads to its latest version, and to no other', async () => {
    const { vibe, cut, bounce, share, get, read } = await assemble();
    const cutId = await cut(await vibe('Dune'), 'Dune');
    const first = await bounce(cutId, 'Dune v1.wav');
    const { token } = await share(`cuts/${cutId}`);
    const before = await read(token);
    expect(before).toMatchObject({ kind: 'song', title: 'Dune', name: 'Dune v1.wav', sharedBy: 'Ada' });
    const stream = (id: string) => get(`/api/share/${token}/files/${id}/stream`);
    expect((await stream(first.id)).status).toBe(200);

    const second = await bounce(cutId, 'Dune v2.wav');
    const after = await read(token);
    expect(namesOf(after)).toEqual([['Dune', 'Dune v2.wav']]);
    expect(after.revision).not.toBe(before.revision);
    expect((await get(`/api/share/${token}/changes`)).body).toEqual({ revision: after.revision });
    expect((await stream(second.id)).status).toBe(200);
    expect((await stream(first.id)).status).toBe(404);
    expect((await stream(newId())).status).toBe(404);
  });

  test('can show all versions, newest first', async () => {
    const { vibe, cut, bounce, share, get, read } = await assemble();
    const cutId = await cut(await vibe('Dune'), 'Dune');
    const first = await bounce(cutId, 'Dune v1.wav');
    await bounce(cutId, 'Dune v2.wav');
    const { token } = await share(`cuts/${cutId}`, { allVersions: true });
    expect(namesOf(await read(token))).toEqual([['Dune', 'Dune v2.wav', 'Dune v1.wav']]);
    expect((await get(`/api/share/${token}/files/${first.id}/download`)).status).toBe(200);
  });

  test('follows its song into another one, and ends with it', async () => {
    const { ada, vibe, cut, bounce, share, read, get } = await assemble();
    const vibeId = await vibe('Dune');
    const [from, into] = [await cut(vibeId, 'Dune demo'), await cut(vibeId, 'Dune')];
    await bounce(from, 'Dune demo.wav');
    const { token } = await share(`cuts/${from}`);
    await ada.command('cut.merge', { id: from, targetCutId: into });
    expect(await read(token)).toMatchObject({ title: 'Dune', name: 'Dune demo.wav' });
    await ada.command('cut.delete', { id: into });
    expect((await get(`/api/share/${token}`)).status).toBe(404);
  });
});

describe('a playlist', () => {
  test('has the latest main mixes of a group or project in the band’s order, also those that are added later', async () => {
    const { projectId, vibe, cut, bounce, share, get, read } = await assemble();
    const group = await vibe('Ideas');
    const [one, two] = [await cut(group, 'One'), await cut(group, 'Two')];
    await bounce(one, 'One v1.wav');
    await bounce(one, 'One v2.wav');
    const { file: instrumental } = { file: await bounce(two, 'Two (Instrumental).wav') };
    await bounce(two, 'Two.wav');
    const other = await cut(await vibe('Elsewhere'), 'Elsewhere');
    const secret = await bounce(other, 'Elsewhere.wav');

    const ofGroup = await share(`vibes/${group}`);
    expect(await read(ofGroup.token)).toMatchObject({ kind: 'group', title: 'Ideas' });
    expect(namesOf(await read(ofGroup.token))).toEqual([
      ['One', 'One v2.wav'],
      ['Two', 'Two.wav'],
    ]);
    for (const { id } of [secret, instrumental])
      expect((await get(`/api/share/${ofGroup.token}/files/${id}/stream`)).status).toBe(404);

    const ofProject = await share(`projects/${projectId}`);
    expect(await read(ofProject.token)).toMatchObject({ kind: 'project', title: 'Summer EP' });
    expect(namesOf(await read(ofProject.token))).toHaveLength(3);
    await bounce(await cut(group, 'Three'), 'Three.wav');
    expect(namesOf(await read(ofProject.token))).toHaveLength(4);
    expect(namesOf(await read(ofGroup.token))).toHaveLength(3);
  });

  test('of a project is made by its admins, and closed while its maker is none', async () => {
    const { ada, bo, cy, projectId, share, get } = await assemble();
    const path = `/api/projects/${projectId}/share`;
    expect((await bo.request('POST', path)).status).toBe(403);
    expect((await cy.request('POST', path)).status).toBe(404);
    await ada.command('member.setRole', { projectId, userId: bo.account.id, role: 'ADMIN' });
    const { token } = await share(`projects/${projectId}`, {}, bo);
    expect((await get(`/api/share/${token}`)).status).toBe(200);
    await ada.command('member.setRole', { projectId, userId: bo.account.id, role: 'MEMBER' });
    expect((await get(`/api/share/${token}`)).status).toBe(404);
  });
});

test('a link without downloads plays and refuses the file; its maker or an admin changes that, others don’t', async () => {
  const { server, ada, bo, cy, projectId, vibe, cut, bounce, share, get, read } = await assemble();
  const file = await bounce(await cut(await vibe('Dune'), 'Dune'), 'Dune.wav');
  const { id, token } = await share(`files/${file.id}`, { mayDownload: false });
  const download = async () => (await get(`/api/share/${token}/download`)).status;
  expect(await download()).toBe(403);
  expect((await get(`/api/share/${token}/stream`)).status).toBe(200);
  const change = async (by: TestUser, body: unknown) =>
    (await by.request('PATCH', `/api/shares/${id}`, body)).status;
  expect(await change(bo, { mayDownload: true })).toBe(403);
  expect(await change(cy, { mayDownload: true })).toBe(404);
  expect((await request(server, 'PATCH', `/api/shares/${id}`, {})).status).toBe(401);
  expect(await change(ada, { comments: 'maybe' })).toBe(400);
  const { revision } = await read(token);
  expect(await change(ada, { mayDownload: true, comments: 'own' })).toBe(200);
  expect(await download()).toBe(200);
  const changed = await read(token);
  expect(changed).toMatchObject({ comments: 'own', mayDownload: true });
  expect(changed.revision).not.toBe(revision);
  await addMember(ada, cy, projectId, 'LISTENER');
  expect((await cy.request('GET', `/api/projects/${projectId}/shares`)).status).toBe(403);
});

test('a project’s links are listed with what they lead to, and counted without addresses', async () => {
  const { server, ada, bo, projectId, vibe, cut, bounce, share, get } = await assemble();
  const vibeId = await vibe('Ideas');
  const cutId = await cut(vibeId, 'Dune');
  const file = await bounce(cutId, 'Dune.wav');
  await share(`files/${file.id}`);
  await share(`vibes/${vibeId}`, { password: 'open sesame' }, bo);
  const { token } = await share(`cuts/${cutId}`, { comments: 'all' });
  await share(`projects/${projectId}`);
  const list = async () => {
    const { body } = await bo.request('GET', `/api/projects/${projectId}/shares`);
    return body.map((one: unknown) => shareSchema.strict().parse(one)) as (typeof shareSchema)['_output'][];
  };
  expect((await list()).map(({ kind, name, createdBy }) => [kind, name, createdBy.name])).toEqual([
    ['project', 'Summer EP', 'Ada'],
    ['song', 'Dune', 'Ada'],
    ['group', 'Ideas', 'Bo'],
    ['file', 'Dune.wav', 'Ada'],
  ]);
  expect(await list()).toMatchObject([
    { fileId: null, cutId: null, vibeId: null, opens: 0, plays: 0, lastOpenedAt: null },
    { cutId, comments: 'all', needsPassword: false },
    { vibeId, needsPassword: true },
    { fileId: file.id, cutId },
  ]);
  // One visitor who looks twice, and another one who plays it in two requests.
  for (const _ of [1, 2]) await get(`/api/share/${token}`);
  const range = { range: 'bytes=0-99' };
  for (const _ of [1, 2]) await get(`/api/share/${token}/files/${file.id}/stream`, range);
  // The project's name can be read in previews by anyone, which is no visit.
  await get(`/share/${token}`);
  await until(async () => (await list())[1]?.plays === 1);
  expect((await list())[1]).toMatchObject({ opens: 1, plays: 1 });
  expect(Date.parse((await list())[1]?.lastOpenedAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
  const rows = JSON.stringify(await server.database.rows('select * from share'));
  expect(rows).not.toContain('127.0.0.1');
  const entries = await ada.request('DELETE', `/api/shares/${(await list())[0]?.id}`);
  expect(entries.status).toBe(200);
  expect(await list()).toHaveLength(3);
});

describe('the preview of a pasted link', () => {
  const imageOf = (html: string) => /og:image" content="[^"]*(\/share\/[^"]+)"/.exec(html)?.[1] ?? '';

  test('has the song’s title, its length and a picture of its waveform', async () => {
    const { server, vibe, cut, bounce, share, get } = await assemble();
    const file = await bounce(await cut(await vibe('Dune'), 'Dune "& <b>more</b>'), 'Dune v3.wav');
    const { token } = await share(`files/${file.id}`);
    const { status, body, headers } = await get(`/share/${token}`);
    expect(status).toBe(200);
    expect(body).toContain('<title>Dune &quot;&amp; &lt;b&gt;more&lt;/b&gt; · BandMate</title>');
    expect(body).toMatch(/og:description" content="[^"]* · 0:0\d · Shared by Ada with BandMate"/);
    expect(body).toContain(`content="${server.url}/share/${token}/preview.png"`);
    expect(body).not.toMatch(/<b>|<script(?![^>]*src=)|<style|style=/);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    const image = await fetch(`${server.url}${imageOf(body)}`);
    const bytes = Buffer.from(await image.arrayBuffer());
    expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect([bytes.subarray(1, 4).toString(), bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([
      ...['PNG', 1200, 630],
    ]);
    expect(bytes.length).toBeLessThan(100_000);
  });

  test('tells nothing of what needs a password, whoever asks, nor of what has ended', async () => {
    const { server, ada, vibe, cut, bounce, share, get } = await assemble();
    const file = await bounce(await cut(await vibe('Nightingale'), 'Nightingale'), 'Nightingale.wav');
    const { id, token } = await share(`files/${file.id}`, { password: 'open sesame' });
    const unlocked = await request(server, 'POST', `/api/share/${token}/unlock`, { password: 'open sesame' });
    const cookie = cookieOf(unlocked.headers);
    for (const headers of [{}, { cookie }]) {
      const { status, body } = await get(`/share/${token}`, headers);
      expect(status).toBe(200);
      expect(body).toContain('This link needs a password.');
      expect(body).not.toContain('Nightingale');
    }
    expect((await get(`/api/share/${token}`, { cookie })).body.title).toBe('Nightingale');
    const locked = sharedFileSchema.strict().parse((await get(`/api/share/${token}`)).body);
    expect(JSON.stringify(locked)).not.toContain('Nightingale');
    expect(locked).toMatchObject({ isLocked: true, songs: [], sharedBy: '' });
    for (const part of ['changes', `comments?fileId=${file.id}`, `files/${file.id}/peaks`])
      expect((await get(`/api/share/${token}/${part}`)).status, part).toBe(401);
    const image = async (of: string) =>
      Buffer.from(await (await fetch(`${server.url}/share/${of}/preview.png`)).arrayBuffer());
    const other = await share(`files/${file.id}`, { password: 'another one' });
    expect((await image(token)).equals(await image(other.token))).toBe(true);
    await ada.request('DELETE', `/api/shares/${id}`);
    const gone = await get(`/share/${token}`);
    expect(gone.status).toBe(404);
    expect(gone.body).not.toMatch(/Nightingale|og:/);
    expect((await get(`/share/${token}/preview.png`)).status).toBe(404);
  });
});
