import { expect, it } from 'vitest';
import { dropDestination } from '../../../client/uploads/drop-rules.ts';
import { songOfPlace } from '../../../client/uploads/song-of-place.ts';
import { readStemSet } from '../../../common/song-names/read-stem-set.ts';
import { ana, cut, project, vibe } from '../../fixtures/renderer/page/sample.ts';

const main = { ...cut('dune', 'main', 'Dune, renamed', 0, ana, []), title: 'Dune' };
const other = { ...cut('dune', 'inst', 'Dune (Instrumental)', 1, ana, []), alternate: 'instrumental' };
const band = project('ep', 'Summer EP', [
  vibe('dune', 'Dune', 0, [main, other]),
  vibe('ideas', 'Ideas', 1, [cut('ideas', 'a', 'A', 0, ana, []), cut('ideas', 'b', 'B', 1, ana, [])]),
]);
const inProject = { projectId: 'ep' } as const;

it('the song of a place is that of its cut, or of the one main mix of a vibe', () => {
  expect(songOfPlace({ kind: 'cut', ...inProject, cutId: 'main' }, band)).toBe('Dune');
  expect(songOfPlace({ kind: 'cut', ...inProject, cutId: 'inst' }, band)).toBe('Dune (Instrumental)');
  expect(songOfPlace({ kind: 'vibe', ...inProject, vibeId: 'dune' }, band)).toBe('Dune');
  expect(songOfPlace({ kind: 'vibe', ...inProject, vibeId: 'ideas' }, band)).toBeNull();
  expect(songOfPlace({ kind: 'project', ...inProject }, band)).toBeNull();
  expect(songOfPlace({ kind: 'cut', ...inProject, cutId: 'gone' }, band)).toBe('Untitled');
  expect(songOfPlace({ kind: 'cut', ...inProject, cutId: 'main' }, undefined)).toBe('Untitled');
});

it('a dropped stem is sent with its reading, to the cut or to the cut of its song', () => {
  const [stem = null] = readStemSet([{ name: 'Drums.wav', folders: ['Dune v5 stems'], seconds: 1 }], null);
  const song = { title: 'Dune', label: 'v5', part: 'drums', isStem: true, isCertain: true };
  const onCut = dropDestination({ kind: 'cut', ...inProject, cutId: 'main' }, 'Drums.wav', 'main', stem);
  expect(onCut).toEqual({ target: { kind: 'cut', cutId: 'main' }, song });
  const onProject = dropDestination({ kind: 'project', ...inProject }, 'Drums.wav', 'new', stem);
  expect(onProject).toEqual({ target: { kind: 'song', projectId: 'ep', cutId: 'new' }, song });
});
