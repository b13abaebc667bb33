import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { startBand, startProject } from '../../helpers/stacks.ts';
import { commit, makeWave, newCut, reserve, reserved, sendBytes, upload } from '../../helpers/uploads.ts';

const sixBounces = [
  'Sunset Groove v1.wav',
  'Sunset Groove v2.wav',
  'Sunset Groove v2 louder.wav',
  'Sunset Groove (instrumental) v2.wav',
  'sunset_groove_FINAL_2.wav',
  'Sunset Groove - 120bpm Am master.wav',
];

async function onlyCut(cuts: () => Promise<Cut[]>): Promise<Cut> {
  const [cut, ...others] = await cuts();
  if (!cut || others.length > 0) throw new Error('There is not exactly one cut');
  return cut;
}

test('six bounces of a song become two cuts of one vibe, in any order of arrival', {
  timeout: 120_000,
}, async () => {
  const { server, ana, ben } = await startBand();
  const order = fc.shuffledSubarray(sixBounces, { minLength: sixBounces.length });
  const property = fc.asyncProperty(order, async (names) => {
    const band = await startProject(server, ana, ben);
    for (const name of names) await band.bounce(name, { by: name.length % 2 ? ana : ben });
    const { vibes } = await band.read();
    expect(vibes).toHaveLength(1);
    const isInstrumental = (name: string) => name.includes('instrumental');
    const [main, instrumental] = [false, true].map((wanted) =>
      vibes[0]?.cuts.find((cut) => isInstrumental(cut.name.toLowerCase()) === wanted),
    );
    expect(main?.files.map(({ name }) => name)).toEqual(names.filter((name) => !isInstrumental(name)));
    expect(main?.name.toLowerCase()).toBe('sunset groove');
    expect(main?.title?.toLowerCase()).toBe('sunset groove');
    expect(main?.alternate).toBeUndefined();
    expect(instrumental).toMatchObject({ name: 'Sunset Groove (Instrumental)', alternate: 'instrumental' });
    expect(instrumental?.files).toHaveLength(1);
    expect(vibes[0]?.cuts).toHaveLength(2);
  });
  await fc.assert(property, { numRuns: 25 });
});

test('two people’s versions of a song are numbered in order of arrival, with label and note', async () => {
  const { server, ana, ben, projectId, target, stacks, cuts } = await startBand();
  // Both were reserved while neither song was there.
  const waves = [makeWave(), makeWave()] as const;
  const rows = [
    await reserved(ana, waves[0], target(), { name: 'Dune v3.wav' }),
    await reserved(ben, waves[1], target(), { name: 'dune_v4 louder.wav' }),
  ] as const;
  await sendBytes({ server, user: ana }, rows[0], waves[0]);
  await sendBytes({ server, user: ben }, rows[1], waves[1]);
  await commit(ben, rows[1]);
  await commit(ana, rows[0]);
  expect(await stacks()).toEqual({ dune: ['dune_v4 louder.wav', 'Dune v3.wav'] });
  expect((await cuts())[0]?.files).toMatchObject([{ label: 'v4', note: 'louder' }, { label: 'v3' }]);
  const { body } = await ana.request('GET', `/api/activities?projectId=${projectId}`);
  const versions = body.filter(({ type }: { type: string }) => type === 'file_uploaded');
  expect(versions.map(({ version }: { version: object }) => version)).toEqual([
    { cutName: 'dune', number: 2 },
    { cutName: 'dune', number: 1, note: 'louder' },
  ]);
});

test('a cut that was renamed and moved keeps receiving; after its deletion the next bounce starts a new one', async () => {
  const { ana, projectId, bounce, stacks, cuts } = await startBand();
  await bounce('Dune v1.wav');
  const { id } = await onlyCut(cuts);
  const { id: targetVibeId } = await ana.command('vibe.create', { id: newId(), projectId, name: 'Album' });
  await ana.command('cut.update', { id, name: 'Sahara' });
  await ana.command('cut.move', { id, targetVibeId });
  await bounce('Dune v2.wav', { vibe: { name: 'Dune' } });
  await bounce('Dune (instrumental).wav');
  expect(await stacks()).toEqual({
    Sahara: ['Dune v1.wav', 'Dune v2.wav'],
    'Dune (Instrumental)': ['Dune (instrumental).wav'],
  });
  // Without a wanted vibe, an alternate goes beside its main mix, whatever that is called.
  expect(new Set((await cuts()).map(({ vibeId }) => vibeId))).toEqual(new Set([targetVibeId]));
  await ana.command('cut.delete', { id });
  await bounce('Dune v3.wav');
  expect(await stacks()).toMatchObject({ Dune: ['Dune v3.wav'] });
});

test('a cut from before songs were known is recognised by its name, and then keeps its song', async () => {
  const { ana, projectId, bounce, stacks } = await startBand();
  const { id: vibeId } = await ana.command('vibe.create', { id: newId(), projectId, name: 'Songs' });
  for (const name of ['Dune v1', 'Dune v2', 'Other']) {
    await ana.command('cut.create', { id: newId(), vibeId, name });
  }
  await bounce('dune v3.wav');
  // Of several, the newest has the latest bounces.
  expect(await stacks()).toEqual({ 'Dune v1': [], 'Dune v2': ['dune v3.wav'], Other: [] });
  await bounce('Other_v9.wav');
  expect(await stacks()).toMatchObject({ Other: ['Other_v9.wav'] });
});

test('an uncertain name stacks only onto a song that is there', async () => {
  const { server, ana, ben, bounce, stacks, cuts } = await startBand();
  await bounce('Dune rough.wav');
  expect(await cuts()).toMatchObject([{ name: 'Dune rough', title: 'Dune rough' }]);
  await bounce('Dune rough.wav');
  await bounce('Dune v1.wav');
  await bounce('Dune demo.wav');
  expect(await stacks()).toEqual({
    Dune: ['Dune rough.wav', 'Dune rough.wav', 'Dune v1.wav', 'Dune demo.wav'],
  });
  expect(await cuts()).toMatchObject([{ title: 'Dune' }]);

  const renamed = await startProject(server, ana, ben);
  await renamed.bounce('Dune rough.wav');
  await ana.command('cut.update', { id: (await onlyCut(renamed.cuts)).id, name: 'Sahara' });
  await renamed.bounce('Dune v1.wav');
  expect(await renamed.stacks()).toEqual({ Sahara: ['Dune rough.wav', 'Dune v1.wav'] });

  const several = await startProject(server, ana, ben);
  for (const name of ['Dune rough.wav', 'Dune demo.wav', 'Dune v1.wav']) await several.bounce(name);
  expect(await several.stacks()).toEqual({ Dune: ['Dune rough.wav', 'Dune demo.wav', 'Dune v1.wav'] });
});

test('the sender’s own reading of a name goes before the server’s', async () => {
  const { bounce, stacks, cuts } = await startBand();
  await bounce('Dune XL v2.wav', { song: { title: 'Dune', label: 'XL v2', note: 'wide' } });
  await bounce('Dune v3.wav');
  expect(await stacks()).toEqual({ Dune: ['Dune XL v2.wav', 'Dune v3.wav'] });
  expect((await cuts())[0]?.files[0]).toMatchObject({ label: 'XL v2', note: 'wide' });
});

test('without stacking, every file gets the cut that was asked for', async () => {
  const { server, ana, projectId, bounce, stacks } = await startBand();
  await bounce('Dune v1.wav');
  const target = newCut(projectId, 'Dune v2', { name: 'Dune' });
  await upload({ server, user: ana }, makeWave(), target, { name: 'Dune v2.wav' });
  expect(await stacks()).toEqual({ Dune: ['Dune v1.wav'], 'Dune v2': ['Dune v2.wav'] });
});

test('a foreign cut or project is refused when the upload is reserved, a vibe that is gone is made again', async () => {
  const { ana, projectId, bounce, target, server, ben, read } = await startBand();
  const other = await startProject(server, ben, ana);
  await other.bounce('Far.wav');
  const foreign = target({ cutId: (await onlyCut(other.cuts)).id });
  expect(await reserve(ana, makeWave(), foreign)).toMatchObject({ status: 409, body: { kind: 'conflict' } });
  const outside = { kind: 'song' as const, projectId: newId(), cutId: newId() };
  expect(await reserve(ana, makeWave(), outside)).toMatchObject({ status: 404 });
  const { id: vibeId } = await ana.command('vibe.create', { id: newId(), projectId, name: 'Dune' });
  const wave = makeWave();
  const row = await reserved(ana, wave, target({ vibe: { id: vibeId } }), { name: 'Dune v2.wav' });
  await sendBytes({ server, user: ana }, row, wave);
  await ana.command('vibe.delete', { id: vibeId });
  expect(await commit(ana, row)).toMatchObject({ status: 200, body: { file: { label: 'v2' } } });
  await bounce('Dune v3.wav', { vibe: { id: vibeId } });
  expect((await read()).vibes).toMatchObject([{ name: 'Dune', cuts: [{ files: [{}, {}] }] }]);
});

test('a stem belongs to the version with its label, else to the newest, and a later version adopts it', async () => {
  const { server, ana, projectId, bounce, cuts } = await startBand();
  const first = await bounce('Dune v1.wav');
  const second = await bounce('Dune v2.wav');
  const drums = await bounce('Dune v1 stem drums.wav');
  const bass = await bounce('Dune_STEM_Bass.wav');
  const early = await bounce('Dune v3 stem vox.wav');
  expect(drums).toMatchObject({ type: 'STEM', part: 'drums', label: 'v1', versionId: first.id });
  expect(bass).toMatchObject({ type: 'STEM', part: 'bass', versionId: second.id });
  expect(early).toMatchObject({ type: 'STEM', versionId: second.id });
  await ana.command('file.delete', { id: second.id });
  const third = await bounce('Dune v3.wav');
  const files = (await cuts()).flatMap((cut) => cut.files);
  expect(files.find(({ id }) => id === early.id)?.versionId).toBe(third.id);
  // A stem without label and version waits for any.
  expect(files.find(({ id }) => id === bass.id)?.versionId).toBe(third.id);
  const { body } = await ana.request('GET', `/api/activities?projectId=${projectId}&limit=1`);
  expect(body[0].version).toEqual({ cutName: 'Dune', number: 2 });
  // A form of a foreign client says the same about its file.
  const form = new FormData();
  form.append('file', new Blob([makeWave()]), 'Dune v3 stem keys.wav');
  form.append('cutId', third.cutId);
  const answer = await fetch(`${server.url}/api/files/upload`, {
    ...{ method: 'POST', headers: { cookie: ana.cookie }, body: form },
  });
  expect(await answer.json()).toMatchObject({ type: 'STEM', part: 'keys', label: 'v3', versionId: third.id });
});
