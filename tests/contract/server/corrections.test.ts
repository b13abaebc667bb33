import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import { commentSchema } from '../../../protocol/wire/comment.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { notificationSchema } from '../../../protocol/wire/notification.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { createProject, registerUser, shareServer, type TestUser } from '../../helpers/server.ts';
import { startBand, withoutFigures } from '../../helpers/stacks.ts';
import { commit, makeWave, reserved, sendBytes } from '../../helpers/uploads.ts';

const sharedServer = shareServer();

/** Two songs: *Dune* with two versions, a stem and comments, and *Sunset*. Ana made them; Ben commented. */
async function assemble() {
  const band = await startBand(sharedServer());
  const { ana, ben, bounce, cuts } = band;
  const first = await bounce('Dune v1.wav');
  const second = await bounce('Dune v2.wav');
  const stem = await bounce('Dune v2 stem drums.wav');
  const other = await bounce('Sunset v1.wav');
  const [dune, sunset] = [second.cutId, other.cutId];
  const say = async (fileId: string | null, text: string, timestamp: number) => {
    const id = newId();
    await ben.command('comment.create', { id, cutId: dune, fileId, text, timestamp });
    return id;
  };
  const onSecond = await say(second.id, 'Louder', 3);
  const onStem = await say(stem.id, 'Snare', 2);
  const onCut = await say(null, 'Nice', 1);
  const replyId = newId();
  await ana.command('reply.create', { id: replyId, commentId: onSecond, text: 'Done' });
  const cutOf = async (id: string) => (await cuts()).find((cut) => cut.id === id) as Cut;
  const comments = async (cutId: string, user: TestUser = ana): Promise<Comment[]> => {
    const { body } = await user.request('GET', `/api/cuts/${cutId}/comments`);
    return body.map((one: unknown) => commentSchema.parse(one));
  };
  const told = async (user: TestUser) => {
    const { body } = await user.request('GET', '/api/notifications?limit=100');
    return body.map((one: unknown) => notificationSchema.parse(one)) as { link: Record<string, string> }[];
  };
  return {
    ...{ ...band, first, second, stem, other, dune, sunset, onSecond, onStem, onCut, replyId },
    ...{ cutOf, comments, told },
  };
}

/** The project's vibes without figures that are measured at some later moment. */
function shapeOf({ vibes }: ProjectSnapshot) {
  return vibes.map(({ cuts, ...vibe }) => ({ ...vibe, cuts: cuts.map(withoutFigures) }));
}

const idsOf = (things: { id: string }[]) => things.map(({ id }) => id);

test('a moved version takes its stems and the comments made on them along, and can be moved back', async () => {
  const band = await assemble();
  const { ana, first, second, stem, dune, sunset, onSecond, onStem, onCut, replyId } = band;
  const before = await band.read();
  const move = (targetCutId: string) => ana.request('POST', `/api/files/${second.id}/move`, { targetCutId });
  expect(await move(sunset)).toMatchObject({ status: 200, body: { id: second.id, cutId: sunset } });
  expect(idsOf((await band.cutOf(dune)).files)).toEqual([first.id]);
  expect(idsOf((await band.cutOf(sunset)).files)).toEqual([second.id, stem.id, band.other.id]);
  expect(idsOf(await band.comments(dune))).toEqual([onCut]);
  const moved = await band.comments(sunset);
  expect(moved).toMatchObject([{ id: onStem }, { id: onSecond, replies: [{ id: replyId, cutId: sunset }] }]);
  expect((await band.cutOf(sunset)).commentCount).toBe(2);
  expect(await move(dune)).toMatchObject({ status: 200 });
  expect(shapeOf(await band.read())).toEqual(shapeOf(before));
});

test('a merged cut’s id means the other one, and splitting it off with that id undoes the merge', async () => {
  const band = await assemble();
  const { ana, ben, dune, sunset, onCut } = band;
  const before = await band.read();
  const merged = await ana.request('POST', `/api/cuts/${dune}/merge`, { targetCutId: sunset });
  expect(merged).toMatchObject({ status: 200, body: { id: sunset, formerIds: [dune], commentCount: 3 } });
  expect(merged.body.files).toHaveLength(4);
  expect((await band.read()).vibes.flatMap(({ cuts }) => cuts)).toHaveLength(1);
  // Everything that was queued for the old id arrives in the other cut.
  await ben.command('cut.update', { id: dune, name: 'Both' });
  const late = newId();
  await ben.command('comment.create', {
    id: late,
    cutId: dune,
    fileId: band.first.id,
    text: 'x',
    timestamp: 9,
  });
  expect(await band.cutOf(sunset)).toMatchObject({ name: 'Both', commentCount: 4 });
  expect(idsOf(await band.comments(dune))).toContain(late);
  const wave = makeWave();
  const row = await reserved(ben, wave, { kind: 'cut', cutId: dune }, { name: 'Dune v3.wav' });
  await sendBytes({ server: band.server, user: ben }, row, wave);
  expect(await commit(ben, row)).toMatchObject({ body: { file: { cutId: sunset, label: 'v3' } } });
  expect(await band.bounce('Dune v4.wav')).toMatchObject({ cutId: sunset });
  // Again, and with a third cut, it isn't meant.
  expect(await ben.tryCommand('cut.merge', { id: dune, targetCutId: sunset })).toMatchObject({ ok: true });
  expect(await ana.tryCommand('cut.delete', { id: dune })).toMatchObject({ ok: false, kind: 'not-found' });
  const third = await band.bounce('Third.wav');
  expect(await ben.tryCommand('cut.merge', { id: dune, targetCutId: third.cutId })).toMatchObject({
    ...{ ok: false, kind: 'conflict' },
  });

  await ana.command('cut.update', { id: sunset, name: 'Sunset' });
  for (const file of (await band.cutOf(sunset)).files.filter(({ label }) => label === 'v3' || label === 'v4'))
    await ana.command('file.delete', { id: file.id });
  await ana.command('comment.delete', { id: late });
  await ana.command('cut.delete', { id: third.cutId });
  const fileIds = [band.first, band.second, band.stem].map(({ id }) => id);
  const undo = { id: dune, cutId: sunset, name: 'Dune', fileIds, commentIds: [onCut] };
  const split = await ana.command('cut.split', { ...undo, vibeId: before.vibes[0]?.id });
  expect(split).toMatchObject({ id: dune, title: 'Dune', commentCount: 3 });
  const withoutThird = (await band.read()).vibes.filter(({ name }) => name !== 'Third');
  expect(shapeOf({ ...before, vibes: withoutThird })).toEqual(shapeOf(before));
  expect(await band.bounce('Dune v5.wav')).toMatchObject({ cutId: dune });
});

test('undoing a merge brings back the comments on no version, also where nobody has read them', async () => {
  const { ana, first, second, stem, dune, sunset, onCut, comments, cutOf } = await assemble();
  await ana.command('cut.merge', { id: dune, targetCutId: sunset });
  const later = { id: newId(), cutId: sunset, text: 'Both', timestamp: 5 };
  await ana.command('comment.create', later);
  const fileIds = idsOf([first, second, stem]);
  await ana.command('cut.split', { id: dune, cutId: sunset, name: 'Dune', fileIds });
  expect(idsOf(await comments(dune))).toContain(onCut);
  expect(await cutOf(dune)).toMatchObject({ commentCount: 3 });
  expect(idsOf(await comments(sunset))).toEqual([later.id]);
});

test('a merge keeps the facts about the music, and undoing it gives each cut its own', async () => {
  const band = await assemble();
  const { ana, dune, sunset } = band;
  const music = { tempo: 120, sections: [{ name: 'Verse', from: 4 }] };
  const musicOf = async (id: string) => (await band.cutOf(id)).music;
  const merge = () => ana.command('cut.merge', { id: dune, targetCutId: sunset });
  const undo = () =>
    ana.command('cut.split', { id: dune, cutId: sunset, name: 'Dune', fileIds: [band.first.id] });
  await ana.command('cut.describe', { id: dune, music });
  expect(await merge()).toMatchObject({ id: sunset, music });
  expect(await undo()).toMatchObject({ id: dune, music });
  expect(await musicOf(sunset)).toBeUndefined();
  // Those of the other cut stay, whether it had them before or got them later.
  await merge();
  await ana.command('cut.describe', { id: dune, music: { tempo: 90 } });
  expect(await undo()).toMatchObject({ music });
  expect(await musicOf(sunset)).toEqual({ tempo: 90 });
  expect(await merge()).toMatchObject({ music: { tempo: 90 } });
  await undo();
  expect([await musicOf(dune), await musicOf(sunset)]).toEqual([music, { tempo: 90 }]);
  expect(await ana.command('cut.describe', { id: sunset, music: {} })).not.toHaveProperty('music');
  const bad = await ana.request('PUT', `/api/cuts/${dune}/music`, { music: { tempo: 5 } });
  expect(bad).toMatchObject({ status: 400, body: { kind: 'invalid', error: expect.stringContaining('20') } });
  expect(await musicOf(dune)).toEqual(music);
});

test('an order for a merged cut orders its versions among those of the other', async () => {
  const { ana, first, second, other, dune, sunset, cutOf } = await assemble();
  await ana.command('cut.merge', { id: dune, targetCutId: sunset });
  const versionIds = async () => idsOf((await cutOf(sunset)).files.filter(({ type }) => type === 'CUT'));
  expect(await versionIds()).toEqual(idsOf([first, second, other]));
  await ana.command('cut.reorder', { id: dune, fileIds: idsOf([second, first]) });
  expect(await versionIds()).toEqual(idsOf([second, first, other]));
  const unknown = { id: dune, fileIds: [first.id, newId()] };
  expect(await ana.tryCommand('cut.reorder', unknown)).toMatchObject({ kind: 'conflict' });
});

test('a merge keeps the order that the other cut has by hand, and puts the merged versions after it', async () => {
  const { ana, bounce, first, second, other, dune, sunset, cutOf } = await assemble();
  const later = await bounce('Sunset v2.wav');
  await ana.command('cut.reorder', { id: sunset, fileIds: idsOf([later, other]) });
  await ana.command('cut.reorder', { id: dune, fileIds: idsOf([second, first]) });
  await ana.command('cut.merge', { id: dune, targetCutId: sunset });
  const versions = (await cutOf(sunset)).files.filter(({ type }) => type === 'CUT');
  expect(idsOf(versions)).toEqual(idsOf([later, other, first, second]));
});

test('a vibe that a merge emptied is removed only if it is empty, and comes back with its cut', async () => {
  const { ana, ben, dune, sunset, first, cutOf, read } = await assemble();
  const { vibeId } = await cutOf(dune);
  const remove = () => ben.command('vibe.delete', { id: vibeId, onlyIfEmpty: true });
  const names = async () => (await read()).vibes.map(({ name }) => name);
  await remove();
  expect(await names()).toEqual(['Dune', 'Sunset']);
  expect(await ben.tryCommand('vibe.delete', { id: vibeId })).toMatchObject({ kind: 'forbidden' });
  await ana.command('cut.merge', { id: dune, targetCutId: sunset });
  await remove();
  expect(await names()).toEqual(['Sunset']);
  const undo = { id: dune, cutId: sunset, name: 'Dune', vibeId, fileIds: [first.id] };
  expect(await ben.command('cut.split', undo)).toMatchObject({ vibeId });
  expect((await read()).vibes).toMatchObject([{ id: vibeId, name: 'Dune' }, { name: 'Sunset' }]);
});

test('a stem that is split from its version belongs to none, so deleting the version changes nothing in its cut', async () => {
  const { ana, stem, second, dune, cutOf } = await assemble();
  const id = newId();
  expect(await cutOf(dune)).toMatchObject({ files: [{}, {}, { id: stem.id, versionId: second.id }] });
  const split = await ana.command('cut.split', { id, cutId: dune, name: 'Drums', fileIds: [stem.id] });
  expect(split.files).toMatchObject([{ id: stem.id, cutId: id }]);
  expect(split.files[0]).not.toHaveProperty('versionId');
});

test('merges one after the other lead to the last cut, and each can be undone', async () => {
  const { ana, bounce, cutOf } = await startBand(sharedServer()).then((band) => ({
    ...band,
    cutOf: async (id: string) => (await band.cuts()).find((cut) => cut.id === id),
  }));
  const [a, b, c] = [await bounce('A.wav'), await bounce('B.wav'), await bounce('C.wav')];
  await ana.command('cut.merge', { id: a.cutId, targetCutId: b.cutId });
  await ana.command('cut.merge', { id: b.cutId, targetCutId: c.cutId });
  expect((await cutOf(c.cutId))?.formerIds).toEqual([a.cutId, b.cutId].sort());
  expect(await bounce('A v2.wav')).toMatchObject({ cutId: c.cutId });
  const fileIds = [a.id, b.id];
  await ana.command('cut.split', { id: b.cutId, cutId: a.cutId, name: 'B', fileIds });
  expect(await cutOf(b.cutId)).toMatchObject({ formerIds: [a.cutId], files: [{}, {}] });
  expect(await cutOf(c.cutId)).not.toHaveProperty('formerIds');
  expect(await bounce('A v3.wav')).toMatchObject({ cutId: b.cutId });
});

test('no new cut gets the id of a merged one, whose merge can still be undone', async () => {
  const { ana, first, second, stem, dune, sunset, cutOf } = await assemble();
  const { vibeId } = await cutOf(sunset);
  await ana.command('cut.merge', { id: dune, targetCutId: sunset });
  const again = await ana.tryCommand('cut.create', { id: dune, vibeId, name: 'Dune again' });
  expect(again).toMatchObject({ ok: false, kind: 'conflict' });
  const fileIds = idsOf([first, second, stem]);
  await ana.command('cut.split', { id: dune, cutId: sunset, name: 'Dune', fileIds });
  expect(await cutOf(sunset)).not.toHaveProperty('formerIds');
  await ana.command('cut.merge', { id: dune, targetCutId: sunset });
  expect(await cutOf(sunset)).toMatchObject({ formerIds: [dune] });
});

test('files can become a cut of their own, with chosen comments, that doesn’t take the song', async () => {
  const band = await assemble();
  const { ana, second, stem, dune, onSecond, onStem, onCut } = band;
  const id = newId();
  const body = { id, name: 'Dune B', fileIds: [second.id], commentIds: [onCut, newId()] };
  const answer = await ana.request('POST', `/api/cuts/${dune}/split`, body);
  expect(answer).toMatchObject({ status: 201, body: { id, name: 'Dune B', commentCount: 3 } });
  expect(idsOf(answer.body.files)).toEqual([second.id, stem.id]);
  expect(idsOf(await band.comments(id))).toEqual([onCut, onStem, onSecond]);
  expect(await band.comments(dune)).toEqual([]);
  expect(await band.bounce('Dune v3.wav')).toMatchObject({ cutId: dune });
});

test('notifications lead to where things are, and are withdrawn with that', async () => {
  const band = await assemble();
  const { ana, ben, dune, sunset, second, onSecond } = band;
  const about = async (user: TestUser, key: string, id: string) =>
    (await band.told(user)).filter(({ link }) => link[key] === id).map(({ link }) => link.cutId);
  expect(await about(ana, 'commentId', onSecond)).toEqual([dune]);
  await ana.command('file.move', { id: second.id, targetCutId: sunset });
  expect(await about(ana, 'commentId', onSecond)).toEqual([sunset]);
  // The version's own, and the one of its stems.
  expect(await about(ben, 'fileId', second.id)).toEqual([sunset, sunset]);
  await ana.command('cut.delete', { id: dune });
  expect(await about(ana, 'commentId', onSecond)).toEqual([sunset]);
  const third = await band.bounce('Third.wav');
  await ana.command('cut.merge', { id: sunset, targetCutId: third.cutId });
  expect(await about(ana, 'commentId', onSecond)).toEqual([third.cutId]);
  await ana.command('cut.delete', { id: third.cutId });
  expect(await about(ana, 'commentId', onSecond)).toEqual([]);
});

test('a comment that was made offline on a file follows it, wherever that was moved', async () => {
  const band = await assemble();
  const { ana, ben, dune, sunset, second } = band;
  await ana.command('file.move', { id: second.id, targetCutId: sunset });
  const late = { id: newId(), cutId: dune, fileId: second.id, text: 'From the train', timestamp: 5 };
  expect(await ben.command('comment.create', late)).toMatchObject({ cutId: sunset, fileId: second.id });
  // A file that was never there is none of the comment's business.
  const odd = { ...late, id: newId(), fileId: band.other.id };
  expect(await ben.command('comment.create', odd)).toMatchObject({ cutId: dune, fileId: null });
});

test('share links, search and storage know a file wherever it is', async () => {
  const band = await assemble();
  const { ana, server, second, sunset, dune, onSecond } = band;
  const share = await ana.request('POST', `/api/files/${second.id}/share`, {});
  const storage = (await ana.request('GET', '/api/files/storage')).body;
  await ana.command('file.move', { id: second.id, targetCutId: sunset });
  await ana.command('cut.merge', { id: sunset, targetCutId: dune });
  const shared = await fetch(`${server.url}/api/share/${share.body.token}/download`);
  expect(shared.status).toBe(200);
  const found = async (query: string) => {
    const { body } = await ana.request('GET', `/api/search?q=${query}`);
    return body.results ?? body;
  };
  expect(JSON.stringify(await found('Louder'))).toContain(onSecond);
  for (const one of await found('Louder')) expect(one.link).toMatchObject({ cutId: dune });
  expect((await ana.request('GET', '/api/files/storage')).body).toEqual(storage);
});

test('corrections across projects, of unknown things and with ids in use are refused', async () => {
  const band = await assemble();
  const { ana, ben, server, second, dune, sunset, first } = band;
  const far = await createProject(ana, [], 'Far');
  const { id: vibeId } = await ana.command('vibe.create', { id: newId(), projectId: far, name: 'Far' });
  const { id: farCut } = await ana.command('cut.create', { id: newId(), vibeId, name: 'Far' });
  const stranger = await registerUser(server, { name: 'Cy' });
  const splitOff = (more: object) => ({ id: newId(), cutId: dune, name: 'x', fileIds: [first.id], ...more });
  const rows: [TestUser, string, object, string][] = [
    [ana, 'file.move', { id: second.id, targetCutId: farCut }, 'invalid'],
    [ben, 'file.move', { id: second.id, targetCutId: farCut }, 'not-found'],
    [ana, 'file.move', { id: newId(), targetCutId: dune }, 'not-found'],
    [stranger, 'file.move', { id: second.id, targetCutId: sunset }, 'not-found'],
    [ana, 'cut.merge', { id: dune, targetCutId: farCut }, 'invalid'],
    [ana, 'cut.merge', { id: dune, targetCutId: newId() }, 'not-found'],
    [stranger, 'cut.merge', { id: dune, targetCutId: sunset }, 'not-found'],
    [stranger, 'cut.split', splitOff({}), 'not-found'],
    [ana, 'cut.split', splitOff({ id: sunset }), 'conflict'],
    [ana, 'cut.split', splitOff({ vibeId }), 'not-found'],
    [ana, 'cut.split', splitOff({ fileIds: [] }), 'invalid'],
    [ana, 'cut.split', splitOff({ fileIds: [band.other.id] }), 'conflict'],
    [ana, 'cut.split', splitOff({ name: ' ' }), 'invalid'],
  ];
  const before = await band.read();
  for (const [user, kind, payload, refused] of rows) {
    expect(await user.tryCommand(kind, payload), `${kind} ${JSON.stringify(payload)}`).toMatchObject({
      ...{ ok: false, kind: refused },
    });
  }
  expect(shapeOf(await band.read())).toEqual(shapeOf(before));
  // A command that changes nothing makes no event.
  const same = await ana.tryCommand('file.move', { id: second.id, targetCutId: dune });
  expect(same).toMatchObject({ ok: true, positions: [] });
  expect(await ana.tryCommand('cut.merge', { id: dune, targetCutId: dune })).toMatchObject({ positions: [] });
});
