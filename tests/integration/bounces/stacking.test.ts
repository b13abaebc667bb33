import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ServerClient } from '../../../client/session/server-client.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { writeBounce } from '../../../tools/daw-simulator/writers.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { sixBounces } from '../../helpers/six-bounces.ts';
import { until } from '../../helpers/until.ts';
import { openMachine, openStudio, type Studio } from './studio.ts';

const orders = [
  ['as they were made', sixBounces],
  ['the uncertain name first', [...sixBounces].reverse()],
  ['the instrumental first', [3, 5, 4, 0, 2, 1].map((at) => sixBounces[at] as string)],
] as const;

const sound = (seed: number) => ({ format: 'wav-16', frames: 10_000, seed }) as const;

/** Each cut, its vibe, and the names of its files in the order of their arrival. */
async function stacksOf(studio: Pick<Studio, 'readProject'>): Promise<[string, string, string[]][]> {
  const { vibes } = await studio.readProject();
  return vibes.flatMap((vibe) =>
    vibe.cuts.map((cut): [string, string, string[]] => [
      vibe.name,
      cut.name,
      cut.files.map(({ name }) => name),
    ]),
  );
}

/** A client that reaches the server only when `isOnline`. */
function cable() {
  const state = { isOnline: false };
  const wrapClient = (client: ServerClient): ServerClient => ({
    ...client,
    request: async (request) =>
      state.isOnline ? client.request(request) : { ok: false, kind: 'offline', message: 'Unplugged' },
  });
  return { state, wrapClient };
}

describe.each(orders)('six bounces of a song, %s,', (_, names) => {
  async function expectTwoStacks(studio: Studio): Promise<void> {
    const stacks = await stacksOf(studio);
    const main = names.filter((name) => !name.includes('instrumental'));
    expect(stacks.sort((a, b) => a[1].length - b[1].length)).toEqual([
      ['Sunset Groove', 'Sunset Groove', main],
      ['Sunset Groove', 'Sunset Groove (Instrumental)', ['Sunset Groove (instrumental) v2.wav']],
    ]);
    const outcomes = names.map((name) => studio.transferOf(name)?.state);
    expect(outcomes.filter((state) => state?.kind === 'done' && state.outcome === 'new-cut')).toHaveLength(2);
    expect(studio.transferOf(main.at(-1) as string)).toMatchObject({
      cutName: 'Sunset Groove',
      state: { outcome: 'new-version', version: 5 },
    });
  }

  it('become two cuts when they are bounced', async () => {
    const studio = await openStudio();
    for (const [seed, name] of names.entries()) {
      await writeBounce(join(studio.folder, name), sound(seed));
      await studio.settled(seed + 1);
    }
    await expectTwoStacks(studio);
  });

  it('become two cuts when they are dropped', async () => {
    const studio = await openStudio();
    const desk = await temporaryFolder();
    for (const [seed, name] of names.entries()) {
      await writeBounce(join(desk, name), sound(seed));
      const target = { kind: 'project', projectId: studio.projectId } as const;
      await studio.pipeline.drop({ paths: [join(desk, name)], target });
      await studio.settled(seed + 1);
    }
    await expectTwoStacks(studio);
  });
});

it('six bounces at once become two cuts', async () => {
  const studio = await openStudio();
  await Promise.all(sixBounces.map((name, seed) => writeBounce(join(studio.folder, name), sound(seed))));
  await studio.settled(6);
  const stacks = await stacksOf(studio);
  expect(stacks.map(([, , files]) => files.length).sort()).toEqual([1, 5]);
  expect(new Set(stacks.map(([vibe]) => vibe.toLowerCase()))).toEqual(new Set(['sunset groove']));
});

it('keeps six cuts where stacking is off', async () => {
  const studio = await openStudio({ stacking: false });
  await Promise.all(sixBounces.map((name, seed) => writeBounce(join(studio.folder, name), sound(seed))));
  await studio.settled(6);
  expect((await stacksOf(studio)).map(([, , files]) => files.length)).toEqual([1, 1, 1, 1, 1, 1]);

  await studio.pipeline.updateBinding({ id: studio.bindingId, stacking: true });
  await studio.restart();
  expect(studio.pipeline.listBindings()[0]).toMatchObject({ stacking: true });
});

it('puts the bounces of two machines that were offline into one cut, in the order of their arrival', async () => {
  const [anas, bos] = [cable(), cable()];
  const studio = await openStudio({ wrapClient: anas.wrapClient });
  const { server, bo, projectId } = studio;
  const other = await openMachine({ server, user: bo, projectId, wrapClient: bos.wrapClient });
  await writeBounce(join(studio.folder, 'Dune v3.wav'), sound(1));
  await writeBounce(join(other.folder, 'Dune v4.wav'), sound(2));
  const isWaiting = ({ pipeline }: Pick<Studio, 'pipeline'>) =>
    pipeline.listTransfers().some(({ state }) => state.kind === 'waiting');
  await until(() => isWaiting(studio) && isWaiting(other));

  bos.state.isOnline = true;
  await until(async () => (await studio.readFiles()).length === 1);
  anas.state.isOnline = true;
  await studio.settled(2);
  expect(await stacksOf(studio)).toEqual([['Dune', 'Dune', ['Dune v4.wav', 'Dune v3.wav']]]);
});

it('exports over a path into its cut, and into the cut that its last version was moved to', async () => {
  let project: ProjectSnapshot | undefined;
  const studio = await openStudio({ readProject: () => project });
  const path = join(studio.folder, 'Dune v1.wav');
  await writeBounce(path, sound(1));
  await writeBounce(join(studio.folder, 'Tide v1.wav'), sound(2));
  const files = await studio.settled(2);
  const [dune, tide] = ['Dune', 'Tide'].map((name) => files.find(({ cut }) => cut.name === name));
  if (!dune || !tide) throw new Error('There are no two cuts');

  await writeBounce(path, sound(3));
  await studio.settled(3);
  await studio.ana.command('file.move', {
    id: (await studio.readFiles()).findLast(({ cut }) => cut.id === dune.cut.id)?.file.id as string,
    targetCutId: tide.cut.id,
  });
  project = await studio.readProject();
  await writeBounce(path, sound(4));
  await studio.settled(4);
  const counts = (await stacksOf(studio)).map(([, cut, names]) => [cut, names.length]);
  expect(Object.fromEntries(counts)).toEqual({ Dune: 1, Tide: 3 });
});

it('starts a new cut with the next bounce after a deletion', async () => {
  const studio = await openStudio();
  await writeBounce(join(studio.folder, 'Dune v1.wav'), sound(1));
  const [first] = await studio.settled(1);
  await studio.ana.command('cut.delete', { id: first?.cut.id as string });
  await writeBounce(join(studio.folder, 'Dune v2.wav'), sound(2));
  const [second] = await studio.settled(1);
  expect(second?.cut).toMatchObject({ name: 'Dune' });
  expect(second?.cut.id).not.toBe(first?.cut.id);
});

it('follows the rules that a folder learns, and previews them on its newest names', async () => {
  const studio = await openStudio();
  const { pipeline, bindingId } = studio;
  await writeBounce(join(studio.folder, 'Dune v1.wav'), sound(1));
  await studio.settled(1);
  await writeBounce(join(studio.folder, 'Dune v2 XL.wav'), sound(2));
  await studio.settled(2);
  const rule = { kind: 'title-word', word: 'XL' } as const;
  const dune = { title: 'Dune', alternate: null };
  expect(pipeline.previewRule(bindingId, rule)).toMatchObject({
    ok: true,
    data: [
      {
        name: 'Dune v2 XL.wav',
        before: { ...dune, label: 'v2' },
        after: { title: 'Dune XL', alternate: null, label: 'v2' },
      },
      { name: 'Dune v1.wav', before: { ...dune, label: 'v1' }, after: { ...dune, label: 'v1' } },
    ],
  });

  pipeline.addRule(bindingId, rule);
  pipeline.addRule(bindingId, rule);
  pipeline.addRule(bindingId, { kind: 'never-stack', name: '*sketch*' });
  await studio.restart();
  expect(studio.pipeline.listBindings()[0]?.rules.map((own) => own.rule.kind)).toEqual([
    'title-word',
    'never-stack',
  ]);
  await writeBounce(join(studio.folder, 'Dune v3 XL.wav'), sound(3));
  await writeBounce(join(studio.folder, 'Dune v3 sketch.wav'), sound(4));
  await studio.settled(4);
  expect(Object.fromEntries((await stacksOf(studio)).map(([, cut, names]) => [cut, names.length]))).toEqual({
    Dune: 2,
    'Dune XL': 1,
    'Dune v3 sketch': 1,
  });

  const [first] = studio.pipeline.listBindings()[0]?.rules ?? [];
  studio.pipeline.removeRule(bindingId, first?.id as string);
  expect(studio.pipeline.listBindings()[0]?.rules).toHaveLength(1);
  expect(studio.pipeline.removeRule('gone', 'r')).toMatchObject({ ok: false, kind: 'not-found' });
});

it('previews a rule on the newest 20 names only', async () => {
  const names = Array.from({ length: 25 }, (_, at) => `Dune v${at + 1} XL.wav`);
  const studio = await openStudio({
    prepare: (folder) =>
      Promise.all(
        names.map(async (name, at) => {
          await writeFile(join(folder, name), name);
          await utimes(join(folder, name), at + 1, at + 1);
        }),
      ),
  });
  const preview = studio.pipeline.previewRule(studio.bindingId, { kind: 'title-word', word: 'XL' });
  expect(preview.ok && preview.data.map(({ name }) => name)).toEqual(names.slice(-20).reverse());
});

it('applies a new rule to a bounce that is still pending', async () => {
  const { state, wrapClient } = cable();
  const studio = await openStudio({ wrapClient });
  await writeBounce(join(studio.folder, 'Time Loop v1.wav'), sound(1));
  await until(() => studio.transferOf('Time Loop v1.wav')?.state.kind === 'waiting');
  expect(studio.transferOf('Time Loop v1.wav')?.cutName).toBe('Time (Loop)');
  studio.pipeline.addRule(studio.bindingId, { kind: 'title-word', word: 'loop' });
  expect(studio.transferOf('Time Loop v1.wav')?.cutName).toBe('Time Loop');
  state.isOnline = true;
  await studio.settled(1);
  expect(await stacksOf(studio)).toEqual([['Time Loop', 'Time Loop', ['Time Loop v1.wav']]]);
});

it('takes the files of a stems folder as stems of its version', async () => {
  const studio = await openStudio();
  await writeBounce(join(studio.folder, 'Dune v5.wav'), sound(1));
  await studio.settled(1);
  const stems = join(studio.folder, 'Dune v5 stems');
  await mkdir(stems);
  await writeBounce(join(stems, 'Drums.wav'), sound(2));
  await writeBounce(join(stems, 'Dune v5 Bass.wav'), sound(3));
  const files = await studio.settled(3);
  const version = files.find(({ file }) => file.name === 'Dune v5.wav');
  const found = files.filter(({ file }) => file.type === 'STEM');
  expect(new Set(files.map(({ cut }) => cut.id)).size).toBe(1);
  expect(found.map(({ file }) => [file.part, file.label, file.versionId]).sort()).toEqual([
    ['bass', 'v5', version?.file.id],
    ['drums', 'v5', version?.file.id],
  ]);
  expect(studio.transferOf('Drums.wav')?.state).toMatchObject({ isStem: true });
});
