import { describe, expect, it } from 'vitest';
import { versionsOf } from '../../protocol/state/versions.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import {
  gather,
  proposeGathering,
  removeEmptied,
} from '../../renderer/features/corrections/propose-gathering.ts';
import { ana, cut, file, project, vibe } from '../fixtures/renderer/page/sample.ts';

/** One cut for each file, in a vibe of its own, oldest first. A cut is named like its file unless it has a name. */
function scattered(...names: (string | { file: string; cut: string })[]): ProjectSnapshot {
  return project(
    'ep',
    'Summer EP',
    names.map((one, index) => {
      const [fileName, cutName] =
        typeof one === 'string' ? [one, one.replace(/\.\w+$/, '')] : [one.file, one.cut];
      const id = `c${index}`;
      const files = [file(id, `f${index}`, fileName, ana, 1000 - index)];
      return vibe(`v${index}`, cutName, index, [cut(`v${index}`, id, cutName, 0, ana, files)]);
    }),
  );
}

const proposed = (shown: ProjectSnapshot) =>
  proposeGathering(shown).map(({ name, into, others }) => [
    name,
    into.cut.id,
    others.map(({ cut: { id } }) => id).join(' '),
  ]);

describe('proposeGathering', () => {
  it('gathers the six bounces of one song into two cuts', () => {
    const shown = scattered(
      'Sunset Groove v1.wav',
      'Sunset Groove v2.wav',
      'Sunset Groove v2 louder.wav',
      'Sunset Groove (instrumental) v2.wav',
      'sunset_groove_FINAL_2.wav',
      'Sunset Groove 120bpm Am master.wav',
    );
    expect(proposed(shown)).toEqual([['Sunset Groove', 'c0', 'c1 c2 c4 c5']]);
  });

  it('keeps the cut with the most versions, and the name that somebody gave it', () => {
    const shown = scattered('Dune v1.wav', { file: 'Dune v2.wav', cut: 'The sandy one' });
    const [, second] = shown.vibes;
    second?.cuts[0]?.files.push(file('c1', 'f9', 'Dune v3.wav', ana, 5));
    expect(proposed(shown)).toEqual([['The sandy one', 'c1', 'c0']]);
  });

  it('is not sure about a name that may be a title of its own', () => {
    const [gathering] = proposeGathering(scattered('Dune rough.wav', 'Dune v1.wav'));
    expect(gathering?.into).toMatchObject({ cut: { id: 'c1' }, isSure: true });
    expect(gathering?.others).toMatchObject([{ cut: { id: 'c0' }, isSure: false }]);
  });

  it('leaves alone cuts that mix songs, hold no versions, or are alone', () => {
    const shown = scattered('Dune v1.wav', 'Dune v2.wav', 'Blue.wav');
    const [first] = shown.vibes;
    first?.cuts[0]?.files.push(file('c0', 'f9', 'Blue v2.wav', ana, 5));
    expect(proposed(shown)).toEqual([]);
    const empty = scattered('Dune v1.wav', 'Dune v2.wav');
    empty.vibes[1]?.cuts[0]?.files.splice(0);
    expect(proposed(empty)).toEqual([]);
  });

  it('believes the song that is stored with a cut', () => {
    const shown = scattered('Dune v1.wav', { file: 'Anything.wav', cut: 'Anything' });
    const other = shown.vibes[1]?.cuts[0];
    if (other) other.title = 'Dune';
    expect(proposed(shown)).toEqual([['Dune', 'c0', 'c1']]);
  });

  it('proposes nothing twice: a gathered project is done', () => {
    const shown = scattered('Dune v1.wav', 'Dune v2.wav');
    const [gathering] = proposeGathering(shown);
    if (!gathering) throw new Error('Nothing was proposed');
    const files = [gathering.into, ...gathering.others].flatMap(({ cut: one }) => versionsOf(one));
    const done = project('ep', 'Summer EP', [
      vibe('v0', 'Dune', 0, [cut('v0', 'c0', 'Dune', 0, ana, files)]),
    ]);
    expect(proposed(done)).toEqual([]);
  });
});

describe('other mixes of a song', () => {
  const besides = (shown: ProjectSnapshot) =>
    proposeGathering(shown).map(({ name, others, beside }) => [
      name,
      others.length,
      beside.map(({ cut: { id }, isSure }) => `${id}${isSure ? '' : '?'}`).join(' '),
    ]);

  it('move beside the main mix, which they are compared with', () => {
    const shown = scattered(
      'Dune v1.wav',
      'Dune v2.wav',
      'Dune (Instrumental) v2.wav',
      'Dune TV.wav',
      'Blue.wav',
    );
    expect(besides(shown)).toEqual([['Dune', 1, 'c2 c3']]);
    const [gathering] = proposeGathering(shown);
    const steps = gathering && gather(gathering, new Set(['c2']), new Map());
    expect(steps?.flatMap((one) => one.steps)).toEqual([
      { kind: 'cut.move', payload: { id: 'c2', targetVibeId: 'v0' } },
    ]);
    expect(steps?.flatMap(({ undo }) => undo)).toEqual([
      { kind: 'cut.move', payload: { id: 'c2', targetVibeId: 'v2' } },
    ]);
  });

  it('move also if there is nothing to merge, and are merged with each other before', () => {
    const shown = scattered('Dune v1.wav', 'Dune Inst v1.wav', 'Dune Inst v2.wav');
    expect(besides(shown)).toEqual([
      ['Dune v1', 0, 'c1'],
      ['Dune (Instrumental)', 1, ''],
    ]);
  });

  it('stay where they are beside it, or where there is no main mix', () => {
    const shown = scattered('Dune v1.wav', 'Dune TV.wav');
    for (const held of shown.vibes[1]?.cuts ?? []) held.vibeId = 'v0';
    expect(besides(shown)).toEqual([]);
    expect(besides(scattered('Dune Inst.wav', 'Dune TV.wav'))).toEqual([]);
  });

  it('are not chosen where somebody named their vibe', () => {
    const shown = scattered('Dune v1.wav', 'Dune TV.wav');
    for (const one of shown.vibes.slice(1)) one.name = 'For the film';
    expect(besides(shown)).toEqual([['Dune v1', 0, 'c1?']]);
  });

  it('get the vibe that they emptied again when they are moved back', () => {
    const shown = scattered('Dune v1.wav', 'Dune TV.wav');
    for (const one of shown.vibes) for (const held of one.cuts) held.createdAt = one.createdAt;
    expect(removeEmptied(shown, proposeGathering(shown), new Set(['c1']))).toMatchObject([
      {
        steps: [{ kind: 'vibe.delete', payload: { id: 'v1', onlyIfEmpty: true } }],
        undo: [{ kind: 'vibe.create', payload: { id: 'v1', name: 'Dune TV' } }],
      },
    ]);
  });
});

describe('the vibes that gathering empties', () => {
  const removed = (chosen: string[], change: (shown: ProjectSnapshot) => void = () => {}) => {
    const shown = scattered('Dune v1.wav', 'Dune v2.wav');
    for (const one of shown.vibes) for (const held of one.cuts) held.createdAt = one.createdAt;
    change(shown);
    return removeEmptied(shown, proposeGathering(shown), new Set(chosen)).flatMap(({ steps }) => steps);
  };

  it('are removed if a bounce made them', () => {
    expect(removed(['c1'])).toEqual([{ kind: 'vibe.delete', payload: { id: 'v1', onlyIfEmpty: true } }]);
  });

  it('stay if they hold another cut, if somebody made or renamed them', () => {
    const second = (shown: ProjectSnapshot) => shown.vibes[1] as ProjectSnapshot['vibes'][number];
    expect(removed([])).toEqual([]);
    const holdsAnother = (shown: ProjectSnapshot) => {
      second(shown).cuts.push(cut('v1', 'other', 'Other', 1, ana, []));
    };
    expect(removed(['c1'], holdsAnother)).toEqual([]);
    const wasMade = (shown: ProjectSnapshot) => {
      second(shown).createdAt = '2026-01-01T00:00:00.000Z';
    };
    expect(removed(['c1'], wasMade)).toEqual([]);
    const hasPicture = (shown: ProjectSnapshot) => {
      second(shown).imageUrl = '/api/x';
    };
    expect(removed(['c1'], hasPicture)).toEqual([]);
    const wasRenamed = (shown: ProjectSnapshot) => {
      second(shown).name = 'For the film';
    };
    expect(removed(['c1'], wasRenamed)).toEqual([]);
  });
});

describe('gather', () => {
  const shown = scattered('Dune v1.wav', 'Dune v2.wav', 'Dune v3.wav');
  const [gathering] = proposeGathering(shown);
  if (!gathering) throw new Error('Nothing was proposed');

  it('merges the chosen cuts and names the result after the song', () => {
    const steps = gather(gathering, new Set(['c2']), new Map()).flatMap((one) => one.steps);
    expect(steps).toEqual([
      { kind: 'cut.merge', payload: { id: 'c2', targetCutId: 'c0' } },
      { kind: 'cut.update', payload: { id: 'c0', name: 'Dune' } },
    ]);
  });

  it('splits each cut off again under its old id and name, with its comments', () => {
    const corrections = gather(gathering, new Set(['c1', 'c2']), new Map([['c1', ['m1']]]));
    expect(corrections.toReversed().flatMap(({ undo }) => undo)).toEqual([
      { kind: 'cut.update', payload: { id: 'c0', name: 'Dune v1' } },
      {
        kind: 'cut.split',
        payload: { id: 'c2', cutId: 'c0', name: 'Dune v3', vibeId: 'v2', fileIds: ['f2'] },
      },
      {
        kind: 'cut.split',
        payload: {
          id: 'c1',
          cutId: 'c0',
          name: 'Dune v2',
          vibeId: 'v1',
          fileIds: ['f1'],
          commentIds: ['m1'],
        },
      },
    ]);
  });

  it('changes nothing when nothing is chosen', () => {
    expect(gather(gathering, new Set(), new Map())).toEqual([]);
  });
});
