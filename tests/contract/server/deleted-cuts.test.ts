import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { type Cut, deletedCutSchema } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import { settled } from '../../helpers/hearing.ts';
import { collectEvents, connectSocket, joinProject, request } from '../../helpers/server.ts';
import { startBand, withoutFigures } from '../../helpers/stacks.ts';
import { until } from '../../helpers/until.ts';
import { commit, makeWave, reserved, sendBytes, upload } from '../../helpers/uploads.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** *Dune* with two versions, a stem, comments with a reply and a share link; a cut that was merged into it; *Sunset*. */
async function assemble() {
  const band = await startBand();
  const { ana, ben, bounce, cuts, projectId } = band;
  const merged = await bounce('Dunes.wav');
  const first = await bounce('Dune v1.wav');
  const second = await bounce('Dune v2.wav');
  await bounce('Dune v2 stem drums.wav');
  const other = await bounce('Sunset v1.wav');
  const dune = first.cutId;
  await ana.command('cut.merge', { id: merged.cutId, targetCutId: dune });
  const comment = { id: newId(), cutId: dune, fileId: second.id, text: 'Louder', timestamp: 3 };
  await ben.command('comment.create', comment);
  const reply = await ana.command('reply.create', { id: newId(), commentId: comment.id, text: 'Done' });
  await ben.command('reply.react', { id: reply.id, reaction: 'thanks', isGiven: true });
  await ana.command('reply.update', { id: reply.id, text: 'Done now' });
  await ana.command('comment.react', { id: comment.id, reaction: 'thumbs-up', isGiven: true });
  await ana.command('comment.resolve', { id: comment.id });
  await ana.command('file.approve', { id: second.id, isApproved: true });
  await ana.command('cut.describe', { id: dune, music: { tempo: 120, key: 'A minor' } });
  const share = await ana.request('POST', `/api/files/${second.id}/share`, {});
  const cutOf = async (id: string) => {
    const cut = (await cuts()).find((one) => one.id === id);
    return cut && withoutFigures(cut);
  };
  const list = async () => {
    const { body } = await ana.request('GET', `/api/projects/${projectId}/deleted-cuts`);
    return body.map((one: unknown) => deletedCutSchema.strict().parse(one));
  };
  return {
    ...{ ...band, first, second, other, dune, merged, commentId: comment.id },
    ...{ token: share.body.token as string, cutOf, list },
  };
}

const isCutOrFile = ({ type }: { type: string }) => type === 'cut' || type === 'file';

const restore = (band: Awaited<ReturnType<typeof assemble>>, id: string): Promise<Cut> =>
  band.ana.command('cut.restore', { id }) as Promise<Cut>;

test('a deleted cut comes back with its versions, approvals, comments, reactions, share links and former ids', async () => {
  const band = await assemble();
  const { server, ana, ben, dune, second, token, commentId } = band;
  const before = await band.cutOf(dune);
  const comments = (await ana.request('GET', `/api/cuts/${dune}/comments`)).body;
  const used = (await ana.request('GET', '/api/files/storage')).body;
  const everything = async () => ({
    download: (await ana.request('GET', `/api/files/${second.id}/download`)).status,
    shared: (await request(server, 'GET', `/api/share/${token}/download`)).status,
    found: (await ana.request('GET', '/api/search?q=louder')).body.results.length,
    names: (await ana.request('GET', '/api/search?q=Dune')).body.results.filter(isCutOrFile).length,
    storage: (await ana.request('GET', '/api/files/storage')).body.fileCount,
  });
  const there = await everything();
  expect(there).toEqual({ download: 200, shared: 200, found: 1, names: 5, storage: used.fileCount });

  await ana.command('cut.delete', { id: dune });
  const gone = { download: 404, shared: 404, found: 0, names: 0, storage: 1 };
  expect(await everything()).toEqual(gone);
  expect(await band.cutOf(dune)).toBeUndefined();
  for (const kind of ['cut.update', 'cut.delete'] as const) {
    const refused = await ben.tryCommand(kind, { id: dune, name: 'x' } as never);
    expect(refused).toMatchObject({ ok: false });
  }
  const comment = { id: newId(), cutId: dune, text: 'Too late', timestamp: 1 };
  expect(await ben.tryCommand('comment.create', comment)).toMatchObject({ ok: false, kind: 'not-found' });

  const socket = await connectSocket(server, ben);
  await joinProject(socket, band.projectId);
  const seen = collectEvents(socket);
  const restored = await restore(band, dune);
  expect(withoutFigures(restored)).toEqual(before);
  expect(await band.cutOf(dune)).toEqual(before);
  expect(restored.formerIds).toEqual([band.merged.cutId]);
  expect((await ana.request('GET', `/api/cuts/${dune}/comments`)).body).toEqual(comments);
  expect(await everything()).toEqual(there);
  expect(await band.list()).toEqual([]);
  await settled(socket);
  const told = seen.filter(({ name }) => name === 'cut:restored').map(({ payload }) => payload);
  expect(told).toEqual([restored]);
  // Again, it changes nothing.
  expect(await restore(band, dune)).toMatchObject({ id: dune });
  await ana.command('reply.create', { id: newId(), commentId, text: 'Really' });
  expect(await band.bounce('Dune v3.wav')).toMatchObject({ cutId: dune });
});

test('the list of deleted cuts says what was deleted, by whom, and until when it can be restored', async () => {
  const band = await assemble();
  const [dune, sunset] = [await band.cutOf(band.dune), await band.cutOf(band.other.cutId)];
  await band.ana.command('cut.delete', { id: band.dune });
  await band.ana.command('cut.delete', { id: band.other.cutId });
  const listed = await band.list();
  expect(listed).toMatchObject([
    { vibeName: 'Sunset', deletedBy: { id: band.ana.account.id } },
    { vibeName: 'Dune', deletedBy: { id: band.ana.account.id } },
  ]);
  expect(listed.map(({ cut }: { cut: Cut }) => withoutFigures(cut))).toEqual([sunset, dune]);
  for (const { deletedAt, expiresAt } of listed)
    expect(Date.parse(expiresAt) - Date.parse(deletedAt)).toBe(30 * dayMilliseconds);
});

test('after a deletion the next bounce starts a new cut, which keeps its bounces beside the restored one', async () => {
  const band = await assemble();
  const { ana, dune } = band;
  await ana.command('cut.delete', { id: dune });
  // The app that knows the deleted cut by the file's path names its id.
  const target = { kind: 'song', projectId: band.projectId, cutId: dune } as const;
  const later = await upload({ server: band.server, user: ana }, makeWave(), target, { name: 'Dune v3.wav' });
  const { cutId } = later.file;
  expect(cutId).not.toBe(dune);
  expect(await band.bounce('Dune v4.wav')).toMatchObject({ cutId });

  await restore(band, dune);
  expect(await band.bounce('Dune v5.wav')).toMatchObject({ cutId });
  expect((await band.cutOf(dune))?.files).toHaveLength(4);
  const merged = await ana.command('cut.merge', { id: dune, targetCutId: cutId });
  const versions = merged.files.filter(({ type }: File) => type === 'CUT').map(({ name }: File) => name);
  const names = ['Dunes.wav', 'Dune v1.wav', 'Dune v2.wav', 'Dune v3.wav', 'Dune v4.wav', 'Dune v5.wav'];
  expect(versions).toEqual(names);
  expect(merged).toMatchObject({ id: cutId, commentCount: 1 });
});

test('uploads that still name a deleted cut share one new cut, and those for that cut alone are refused', async () => {
  const band = await assemble();
  const { server, ana, dune, projectId } = band;
  const wave = makeWave();
  const row = await reserved(ana, wave, { kind: 'cut', cutId: dune }, { name: 'Dune v3.wav' });
  await sendBytes({ server, user: ana }, row, wave);
  await ana.command('cut.delete', { id: dune });
  expect(await commit(ana, row)).toMatchObject({ status: 404, body: { kind: 'not-found' } });
  const target = {
    kind: 'new-cut',
    projectId,
    cutId: dune,
    cutName: 'Dune',
    vibe: { name: 'Dune' },
  } as const;
  const place = { server, user: ana };
  const one = await upload(place, makeWave(), target);
  const two = await upload(place, makeWave(), target);
  expect(two.file.cutId).toBe(one.file.cutId);
  expect(one.file.cutId).not.toBe(dune);
  await restore(band, dune);
  expect((await band.cutOf(dune))?.files).toHaveLength(4);
});

test('no other cut may take the id of a deleted one', async () => {
  const band = await assemble();
  const { ana, ben, dune, other } = band;
  await ana.command('cut.delete', { id: dune });
  const vibeId = (await band.read()).vibes[0]?.id ?? '';
  const conflict = { ok: false, kind: 'conflict' };
  expect(await ben.tryCommand('cut.create', { id: dune, vibeId, name: 'x' })).toMatchObject(conflict);
  const split = { id: dune, cutId: other.cutId, name: 'x', fileIds: [other.id] };
  expect(await ben.tryCommand('cut.split', split)).toMatchObject(conflict);
  expect(await ana.tryCommand('cut.restore', { id: newId() })).toMatchObject({ kind: 'not-found' });
});

test('the cuts of a deleted vibe come back in a vibe of its id and name', async () => {
  const band = await assemble();
  const { ana, dune } = band;
  const instrumental = await band.bounce('Dune (instrumental) v1.wav');
  const vibe = (await band.read()).vibes.find(({ cuts }) => cuts.some(({ id }) => id === dune));
  const vibeId = vibe?.id ?? '';
  expect(vibe?.cuts).toHaveLength(2);
  await ana.command('vibe.delete', { id: vibeId });
  expect(await band.list()).toHaveLength(2);
  expect(await restore(band, instrumental.cutId)).toMatchObject({ vibeId });
  expect(await restore(band, dune)).toMatchObject({ vibeId });
  const after = (await band.read()).vibes.find(({ id }) => id === vibeId);
  expect(after).toMatchObject({ name: 'Dune' });
  expect(after?.cuts.map(({ id }) => id).sort()).toEqual([dune, instrumental.cutId].sort());
});

test('a cut whose vibe is gone comes back into the vibe of its song', async () => {
  const band = await assemble();
  const { ana, dune } = band;
  const vibeId = (await band.cutOf(dune))?.vibeId ?? '';
  await ana.command('vibe.delete', { id: vibeId });
  const instrumental = await band.bounce('Dune (instrumental) v1.wav');
  const { vibeId: newVibeId } = (await band.cutOf(instrumental.cutId)) as Cut;
  expect(newVibeId).not.toBe(vibeId);
  expect(await restore(band, dune)).toMatchObject({ vibeId: newVibeId });
});

test('an id that means something else by now is left to that', async () => {
  const band = await assemble();
  const { ana, ben, dune, other, commentId } = band;
  await ana.command('cut.delete', { id: dune });
  // The ids of comments and cuts are made by clients.
  await ben.command('comment.create', { id: commentId, cutId: other.cutId, text: 'Mine', timestamp: 1 });
  const split = { id: band.merged.cutId, cutId: other.cutId, name: 'x', fileIds: [other.id] };
  await ben.command('cut.split', split);
  expect(await restore(band, dune)).toMatchObject({ commentCount: 0 });
  expect(await band.cutOf(dune)).not.toHaveProperty('formerIds');
  const { body } = await ana.request('GET', `/api/cuts/${other.cutId}/comments`);
  expect(body).toMatchObject([{ text: 'Mine', replies: [] }]);
});

test('the bytes of a deleted cut stay while it can be restored, and are removed after that', async () => {
  const band = await assemble();
  const { server, ana, dune, second } = band;
  const blob = join(server.dataDirectory, 'blobs', second.sha256.slice(0, 2), second.sha256);
  const isThere = async () => (await readdir(join(blob, '..'))).includes(second.sha256);
  const sweepAfter = async (days: number) => {
    const at = new Date(Date.now() - days * dayMilliseconds);
    await server.database.run('update deletedCut set deletedAt = ?', at.toISOString());
    await utimes(blob, at, at);
    await server.restart();
  };
  await ana.command('cut.delete', { id: dune });
  await sweepAfter(29);
  expect(await band.list()).toHaveLength(1);
  expect(await isThere()).toBe(true);
  await restore(band, dune);
  expect((await ana.request('GET', `/api/files/${second.id}/download`)).status).toBe(200);
  await ana.command('cut.delete', { id: dune });
  await sweepAfter(31);
  await until(async () => (await band.list()).length === 0, { what: 'the cut to expire' });
  // The bytes go with the next sweep.
  await server.restart();
  await until(async () => !(await isThere()), { what: 'the bytes to be removed' });
  expect(await ana.tryCommand('cut.restore', { id: dune })).toMatchObject({ kind: 'not-found' });
});
