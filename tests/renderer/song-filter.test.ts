import { describe, expect, it } from 'vitest';
import type { Cut } from '../../protocol/wire/cut.ts';
import { filterSongs } from '../../renderer/features/projects/song-filter.ts';
import { ben, summerEp } from '../fixtures/renderer/page/sample.ts';

const project = summerEp();
const cuts = project.vibes.flatMap((vibe) => vibe.cuts);
const namesOf = ({ vibes }: typeof project) => vibes.flatMap((vibe) => vibe.cuts.map(({ id }) => id));
const open = (ids: readonly string[]) => ({ of: ({ id }: Pick<Cut, 'id'>) => (ids.includes(id) ? 2 : 0) });

describe('the songs of a project', () => {
  it('are all of them without a filter', () => {
    expect(filterSongs(project, 'all', open([]))).toBe(project);
  });

  it('with open points are those that have one, without empty groups', () => {
    const shown = filterSongs(project, 'open', open(['sg3']));
    expect(namesOf(shown)).toContain('sg3');
    expect(namesOf(shown).length).toBeLessThan(cuts.length);
    expect(shown.vibes.every((vibe) => vibe.cuts.length > 0)).toBe(true);
    expect(filterSongs(project, 'open', { of: () => null }).vibes).toEqual([]);
  });

  it('that are approved are those whose latest version is', () => {
    const approved = { user: ben, at: '2026-03-01T10:00:00.000Z' };
    const approve = (which: 'first' | 'latest') => ({
      ...project,
      vibes: project.vibes.map((vibe) => ({
        ...vibe,
        cuts: vibe.cuts.map((cut) => {
          const at = which === 'first' ? 0 : cut.files.length - 1;
          const isMeant = cut.id === 'sg3';
          const files = cut.files.map((file, index) =>
            isMeant && index === at ? { ...file, approvals: [approved] } : file,
          );
          return { ...cut, files };
        }),
      })),
    });
    expect(namesOf(filterSongs(approve('latest'), 'approved', open([])))).toContain('sg3');
    expect(filterSongs(approve('first'), 'approved', open([])).vibes).toEqual([]);
  });
});
