import { expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { dataOf, type TestRuntime } from '../../helpers/runtime.ts';
import { registerUser } from '../../helpers/server.ts';
import { makeWave, upload } from '../../helpers/uploads.ts';
import { startBand, startDevice } from './band.ts';

const find = async (runtime: TestRuntime, text: string) =>
  (await dataOf(runtime.handlers['search.query']({ text }))).results;

it('a bandmate finds a comment, with a link to it; someone outside the project finds nothing', async () => {
  const { server, ana, ben, projectId, cutId } = await startBand();
  const stranger = await registerUser(server, { name: 'Eve' });
  const [anas, bens, eves] = [
    await startDevice(server, ana),
    await startDevice(server, ben),
    await startDevice(server, stranger),
  ];
  const id = newId();
  await dataOf(
    anas.handlers['commands.run']({
      kind: 'comment.create',
      payload: { id, cutId, text: 'More café & bass, 100 %', timestamp: 2 },
    }),
  );
  const [comment] = await find(bens, 'café & bass');
  expect(comment).toMatchObject({ type: 'comment', id, link: { projectId, cutId, commentId: id } });
  expect((await find(bens, 'take')).map(({ type, name }) => [type, name])).toEqual([['cut', 'Take 1']]);
  expect(await find(eves, 'bass')).toEqual([]);
  expect(await find(bens, '   ')).toEqual([]);
  const { isFromHere } = await dataOf(bens.handlers['search.query']({ text: 'take' }));
  expect(isFromHere).toBe(false);

  await dataOf(bens.handlers['projects.read']({ id: projectId }));
  await dataOf(bens.handlers['comments.list']({ cutId }));
  await server.stop();
  const here = await dataOf(bens.handlers['search.query']({ text: 'cafe bass' }));
  expect(here).toMatchObject({
    isFromHere: true,
    results: [{ type: 'comment', id, link: { projectId, cutId } }],
  });
  expect((await find(eves, 'bass')).length).toBe(0);
});

it('a link made on one device is listed for the band, and ends when its maker or an admin revokes it', async () => {
  const { server, ana, ben, projectId, cutId } = await startBand();
  const { file } = await upload({ server, user: ana }, makeWave(), { kind: 'cut', cutId });
  const [anas, bens] = [await startDevice(server, ana), await startDevice(server, ben)];
  const settings = { expiresInDays: 7, comments: 'off', mayDownload: true, allVersions: false } as const;
  const make = (runtime: TestRuntime, more = {}) =>
    dataOf(runtime.handlers['shares.create']({ ...settings, to: { kind: 'file', id: file.id }, ...more }));
  const list = (runtime: TestRuntime) => dataOf(runtime.handlers['shares.list']({ projectId }));
  const status = async ({ token }: { token: string }) =>
    (await fetch(`${server.url}/api/share/${token}`)).status;

  const byAna = await make(anas, { password: 'open sesame' });
  const byBen = await make(bens);
  expect(byBen.shareUrl).toBe(`${server.url}/share/${byBen.token}`);
  expect((await list(bens)).map(({ id, needsPassword }) => [id, needsPassword])).toEqual([
    [byBen.id, false],
    [byAna.id, true],
  ]);
  expect(await bens.handlers['shares.revoke']({ id: byAna.id })).toMatchObject({ kind: 'forbidden' });
  expect(await status(byBen)).toBe(200);
  await dataOf(anas.handlers['shares.revoke']({ id: byBen.id }));
  expect(await status(byBen)).toBe(404);
  expect((await list(anas)).map(({ id }) => id)).toEqual([byAna.id]);
  expect(await anas.handlers['shares.revoke']({ id: byBen.id })).toMatchObject({ kind: 'not-found' });
  expect(await anas.handlers['shares.list']({ projectId: newId() })).toMatchObject({ kind: 'not-found' });
  expect(await bens.handlers['shares.update']({ id: byAna.id, comments: 'own' })).toMatchObject({
    kind: 'forbidden',
  });
  await dataOf(anas.handlers['shares.update']({ id: byAna.id, comments: 'own' }));
  expect(await list(bens)).toMatchObject([{ id: byAna.id, kind: 'file', comments: 'own' }]);
  for (const to of [
    { kind: 'song', id: cutId },
    { kind: 'project', id: projectId },
  ] as const)
    expect(await status(await make(anas, { to }))).toBe(200);

  await server.stop();
  for (const answer of [
    await anas.handlers['shares.create']({ ...settings, to: { kind: 'file', id: file.id } }),
    await anas.handlers['shares.list']({ projectId }),
    await anas.handlers['shares.revoke']({ id: byAna.id }),
  ])
    expect(answer).toMatchObject({ ok: false, kind: 'offline', message: expect.stringMatching(/\w/) });
});
