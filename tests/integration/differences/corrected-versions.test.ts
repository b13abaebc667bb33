import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { musicFile, musicRate } from '../../helpers/music-files.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { amplify, concat, silence } from '../../helpers/sound-edits.ts';
import { until } from '../../helpers/until.ts';
import { newCut, upload } from '../../helpers/uploads.ts';

const sounds = {
  first: musicFile(),
  louder: musicFile((plane) => amplify(plane, 2)),
  later: musicFile((plane) => concat(silence(musicRate / 2), plane)),
};

/** Two cuts of two versions and one; `known` waits for the difference of a version from the one before it. */
async function twoCuts() {
  const server = await startServer();
  const user = await registerUser(server);
  const projectId = await createProject(user);
  const place = { server, user };
  const first = (await upload(place, sounds.first, newCut(projectId), { name: 'Dune v1.wav' })).file;
  const at = { kind: 'cut', cutId: first.cutId } as const;
  const louder = (await upload(place, sounds.louder, at, { name: 'Dune v2.wav' })).file;
  const later = (await upload(place, sounds.later, newCut(projectId), { name: 'Dawn.wav' })).file;
  const known = async ({ id }: File, { id: to }: File) => {
    const found = await until(async () => {
      const { body } = await user.request('GET', `/api/projects/${projectId}`);
      const files = (body.vibes as ProjectSnapshot['vibes']).flatMap(({ cuts }) =>
        cuts.flatMap((cut) => cut.files),
      );
      const difference = files.find((file) => file.id === id)?.difference;
      return difference?.to === to && difference;
    });
    return found.summary;
  };
  /** Marks a kept result, so that a second computation would be noticed. */
  const mark = (newer: File, older: File, summary: string) => {
    const folder = join(server.dataDirectory, 'blobs', newer.sha256.slice(0, 2));
    const path = join(folder, `${newer.sha256}.difference-${older.sha256}`);
    const kept = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...kept, difference: { ...kept.difference, summary } }));
  };
  return { server, user, projectId, first, louder, later, known, mark };
}

it('compares versions that a merge made neighbours', async () => {
  const { user, first, louder, later, known } = await twoCuts();
  await known(louder, first);
  await user.command('cut.merge', { id: later.cutId, targetCutId: first.cutId });
  expect(await known(later, louder)).toBe('2 dB quieter · 0.5 s later · otherwise identical');
});

it('compares versions that a split made neighbours, on both sides', async () => {
  const { user, first, louder, later, known } = await twoCuts();
  await user.command('file.move', { id: later.id, targetCutId: first.cutId });
  await known(later, louder);
  await user.command('cut.split', { id: newId(), cutId: first.cutId, name: 'Dune 2', fileIds: [louder.id] });
  expect(await known(later, first)).toBe('0.5 s later · otherwise identical');
});

it('compares reordered versions with their new neighbours, and no pair a second time', async () => {
  const { user, first, louder, later, known, mark } = await twoCuts();
  await user.command('cut.merge', { id: later.cutId, targetCutId: first.cutId });
  await known(louder, first);
  await known(later, louder);
  mark(louder, first, 'As it was kept');
  const order = (...files: File[]) =>
    user.command('cut.reorder', { id: first.cutId, fileIds: files.map(({ id }) => id) });
  await order(later, first, louder);
  expect(await known(first, later)).toBe('0.5 s earlier · otherwise identical');
  await order(first, later, louder);
  expect(await known(louder, later)).toBe('2 dB louder · 0.5 s earlier · otherwise identical');
  await order(first, louder, later);
  expect(await known(louder, first)).toBe('As it was kept');
});
