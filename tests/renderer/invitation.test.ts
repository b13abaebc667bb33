import { expect, test } from 'vitest';
import { placeToHear } from '../../renderer/features/invitation/use-join.ts';
import { project, summerEp } from '../fixtures/renderer/page/sample.ts';

test('a person who joins lands on the song that changed last and can be heard, or else on the project', () => {
  const ep = summerEp();
  const sounds = ep.vibes.flatMap(({ cuts }) => cuts.flatMap(({ files }) => files));
  const newest = sounds
    .filter(({ type }) => type === 'CUT')
    .reduce((one, other) => (one.createdAt > other.createdAt ? one : other));
  expect(placeToHear(ep)).toEqual({ name: 'project', projectId: ep.id, cutId: newest.cutId });
  expect(placeToHear(project('p', 'Nothing yet', []))).toEqual({
    name: 'project',
    projectId: 'p',
    cutId: null,
  });
});
