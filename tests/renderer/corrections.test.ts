import { describe, expect, it } from 'vitest';
import { descriptorOf } from '../../commands/descriptors.ts';
import { applyProjectEvent, findCut } from '../../protocol/state/project-state.ts';
import { versionsOf } from '../../protocol/state/versions.ts';
import type { Command } from '../../protocol/wire/command.ts';
import type { Cut } from '../../protocol/wire/cut.ts';
import type { File } from '../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import {
  attachStem,
  cutOfStem,
  mergeCuts,
  moveInOrder,
  moveVersion,
  ownCut,
  relabel,
  splitFrom,
  stemOfVersion,
  versionOfStem,
} from '../../renderer/features/corrections/correction.ts';
import { newCutName } from '../../renderer/features/corrections/new-cut-name.ts';
import { rankCuts } from '../../renderer/features/corrections/rank-cuts.ts';
import { versionActions } from '../../renderer/features/corrections/version-entries.ts';
import { ana, cut, file, person, summerEp } from '../fixtures/renderer/page/sample.ts';

const project = summerEp();

function cutOf(id: string, within = project): Cut {
  const found = findCut(within, id);
  if (!found) throw new Error(`No cut ${id}`);
  return found;
}

function fileOf(id: string, within = project): File {
  const found = within.vibes
    .flatMap(({ cuts }) => cuts.flatMap(({ files }) => files))
    .find((one) => one.id === id);
  if (!found) throw new Error(`No file ${id}`);
  return found;
}

/** The project as it is shown once these commands were made: the same as the server makes it. */
function applied(commands: readonly Command[], from = project): ProjectSnapshot {
  return commands.reduce((shown, { kind, payload }) => {
    const events = [
      descriptorOf(kind).overlay?.project?.(shown, payload, { at: 0, me: person(ana) }) ?? [],
    ].flat();
    if (events.length === 0) throw new Error(`${kind} changes nothing`);
    return events.reduce(applyProjectEvent, shown);
  }, from);
}

const placesIn = (shown: ProjectSnapshot) =>
  Object.fromEntries(
    shown.vibes.flatMap(({ cuts }) => cuts.map((one) => [one.id, one.files.map(({ id }) => id)])),
  );

describe('a correction', () => {
  const corrections = {
    'a move': moveVersion(cutOf('sg3'), fileOf('sg3b'), cutOf('ln1')),
    'a move of the only version': moveVersion(cutOf('sg1'), fileOf('sg1a'), cutOf('sg3'), []),
    'a merge': mergeCuts(cutOf('sg2'), cutOf('sg3'), []),
    'a song of its own': ownCut(cutOf('sg3'), fileOf('sg3c'), 'new', 'Sunset XL'),
    'a split': splitFrom(cutOf('sg3'), fileOf('sg3b'), 'new', 'Sunset XL'),
  };

  for (const [name, { steps, undo }] of Object.entries(corrections))
    it(`is taken back by its undo: ${name}`, () => {
      const shown = applied(steps);
      expect(placesIn(shown)).not.toEqual(placesIn(project));
      const back = placesIn(applied(undo, shown));
      expect(back).toEqual(placesIn(project));
    });

  it('never leaves a cut without its versions: the only version takes its cut along', () => {
    const shown = applied(corrections['a move of the only version'].steps);
    expect(placesIn(shown)).not.toHaveProperty('sg1');
    expect(versionsOf(cutOf('sg3', shown)).map(({ id }) => id)).toContain('sg1a');
  });

  it('splits this version and the later ones, with their stems', () => {
    const stem = { ...file('sg3', 'stem', 'Drums.wav', ana, 60, { type: 'STEM' }), versionId: 'sg3b' };
    const from = { ...cutOf('sg3'), files: [...cutOf('sg3').files, stem] };
    const [step] = splitFrom(from, fileOf('sg3b'), 'new', 'X').steps;
    expect(step).toMatchObject({ kind: 'cut.split', payload: { fileIds: ['sg3b', 'sg3c', 'stem'] } });
  });

  it('gives a version its place in a hand-made order back', () => {
    const ordered = { ...fileOf('sg3b'), order: 2 };
    expect(moveVersion(cutOf('sg3'), ordered, cutOf('ln1')).undo).toEqual([
      { kind: 'file.move', payload: { id: 'sg3b', targetCutId: 'sg3', order: 2 } },
    ]);
    const from = { ...cutOf('sg3'), files: [ordered] };
    expect(mergeCuts(from, cutOf('ln1')).undo.map(({ kind }) => kind)).toEqual(['cut.split', 'cut.reorder']);
  });

  it('moves a version by one place in the order, and back', () => {
    const moved = moveInOrder(cutOf('sg3'), fileOf('sg3a'), 1);
    expect(moved?.steps).toEqual([
      { kind: 'cut.reorder', payload: { id: 'sg3', fileIds: ['sg3b', 'sg3a', 'sg3c'] } },
    ]);
    expect(moved?.undo).toEqual([
      { kind: 'cut.reorder', payload: { id: 'sg3', fileIds: ['sg3a', 'sg3b', 'sg3c'] } },
    ]);
    expect(moveInOrder(cutOf('sg3'), fileOf('sg3c'), 1)).toBeNull();
    expect(moveInOrder(cutOf('sg3'), fileOf('sg3a'), -1)).toBeNull();
  });

  it('relabels, and gives the former words back', () => {
    const { steps, undo } = relabel({ ...fileOf('sg3a'), label: 'v3' }, { label: 'v4', note: 'louder' });
    expect(steps).toEqual([{ kind: 'file.update', payload: { id: 'sg3a', label: 'v4', note: 'louder' } }]);
    expect(undo).toEqual([{ kind: 'file.update', payload: { id: 'sg3a', label: 'v3', note: null } }]);
  });
});

/** The middle version of a song has a stem, and another stem has no version. */
const stemmed: ProjectSnapshot = {
  ...project,
  vibes: project.vibes.map((vibe) => ({
    ...vibe,
    cuts: vibe.cuts.map((one) =>
      one.id === 'sg3' ? { ...one, files: [...one.files, stem('bass'), stem('drums', 'sg3b')] } : one,
    ),
  })),
};

function stem(id: string, versionId?: string): File {
  const sound = file('sg3', id, `${id}.wav`, ana, 2);
  return { ...sound, type: 'STEM', ...(versionId !== undefined && { versionId }) };
}

describe('a correction of a stem or of what was read as a version', () => {
  const from = cutOf('sg3', stemmed);
  const [drums, bass] = [fileOf('drums', stemmed), fileOf('bass', stemmed)];
  const [middle, newest] = [fileOf('sg3b', stemmed), fileOf('sg3c', stemmed)];
  const corrections = {
    'a version of its song': versionOfStem(from, drums, from),
    'a stem of no version as a version of its song': versionOfStem(from, bass, from),
    'a version of another song': versionOfStem(from, drums, cutOf('ln1', stemmed)),
    'a song of its own': cutOfStem(from, bass, 'new', 'Bass'),
    'a stem of another version': stemOfVersion(from, middle, newest, 'v3'),
    'a stem for another version': attachStem(drums, newest, 'v3'),
  };

  for (const [name, { steps, undo }] of Object.entries(corrections))
    it(`is one change that shows at once, and is taken back by its undo: ${name}`, () => {
      expect(steps).toHaveLength(1);
      const shown = applied(steps, stemmed);
      expect(shown).not.toEqual(stemmed);
      const { formerIds: _former, ...back } = cutOf('sg3', applied(undo, shown));
      expect(back).toEqual(from);
    });

  it('makes versions of stems, and never leaves a stem to what is no version', () => {
    const typesIn = (name: keyof typeof corrections, id: string) =>
      cutOf(id, applied(corrections[name].steps, stemmed)).files.map((one) => [
        ...[one.id, one.type, one.versionId],
      ]);
    expect(typesIn('a song of its own', 'new')).toEqual([['bass', 'CUT', undefined]]);
    expect(typesIn('a version of another song', 'ln1')).toContainEqual(['drums', 'CUT', undefined]);
    const inSong = typesIn('a stem of another version', 'sg3');
    expect(inSong).toContainEqual(['sg3b', 'STEM', 'sg3c']);
    expect(inSong).toContainEqual(['drums', 'STEM', 'sg3c']);
  });

  it('is refused by servers that would take the stem along as one', () => {
    const [step] = corrections['a song of its own'].steps;
    expect(step).toMatchObject({ kind: 'cut.split', payload: { fileIds: [], stemIds: ['bass'] } });
  });
});

describe('versionActions', () => {
  it('offers for the only version what leaves no empty cut', () => {
    expect(versionActions(cutOf('sg1'), fileOf('sg1a'), 'MEMBER')).toEqual(['makeVersion', 'relabel']);
  });

  it('offers a split only between versions, and moves only within the list', () => {
    const of = (id: string) => versionActions(cutOf('sg3'), fileOf(id), 'MEMBER');
    expect(of('sg3a')).toEqual(['moveVersion', 'ownCut', 'stemOf', 'relabel', 'moveUp']);
    expect(of('sg3b')).toEqual([
      ...['moveVersion', 'ownCut', 'splitFrom', 'stemOf', 'relabel', 'moveUp', 'moveDown'],
    ]);
    expect(of('sg3c')).toEqual(['moveVersion', 'ownCut', 'stemOf', 'relabel', 'moveDown']);
  });

  it('offers for a stem that it is none, nothing for a ZIP, and nothing to a role that it does not know', () => {
    expect(versionActions(cutOf('sg3', stemmed), fileOf('drums', stemmed), 'MEMBER')).toEqual(['notStem']);
    expect(versionActions(cutOf('sg3', stemmed), fileOf('drums', stemmed), 'LISTENER')).toEqual([]);
    expect(versionActions(cutOf('sg2'), fileOf('sg2b'), 'ADMIN')).toEqual([]);
    expect(versionActions(cutOf('sg3'), fileOf('sg3a'), 'GUEST' as 'MEMBER')).toEqual([]);
  });
});

describe('rankCuts', () => {
  const ranked = (name: string, query = '') =>
    rankCuts(project, name, { query, except: 'sg1' }).map(({ cut: { id } }) => id);

  it('puts the cut of the same song and alternate first, then the same song, then shared words', () => {
    const groove = { ...cut('late', 'main', 'Renamed', 1, ana, []), title: 'Night Drive' };
    const inst = {
      ...cut('late', 'inst', 'Also renamed', 2, ana, []),
      title: 'Night Drive',
      alternate: 'instrumental',
    };
    const within: ProjectSnapshot = {
      ...project,
      vibes: project.vibes.map((one) =>
        one.id === 'late' ? { ...one, cuts: [...one.cuts, groove, inst] } : one,
      ),
    };
    const ids = (name: string) => rankCuts(within, name, { except: 'sg1' }).map(({ cut: { id } }) => id);
    expect(ids('Night Drive v7.wav').slice(0, 3)).toEqual(['main', 'inst', 'ln1']);
    expect(ids('Night Drive instrumental v7.wav').slice(0, 3)).toEqual(['inst', 'main', 'ln1']);
  });

  it('offers every other cut, the newest first where nothing matches', () => {
    expect(ranked('Zither.wav')).toEqual(['sg3', 'id2', 'ln1', 'id1', 'sg2']);
    expect(ranked('Zither.wav')).not.toContain('sg1');
  });

  it('finds cuts by the beginnings of words, also of their vibe', () => {
    expect(ranked('x.wav', 'sun rou')).toEqual(['sg3']);
    expect(ranked('x.wav', 'LATE')).toEqual(['ln1']);
    expect(ranked('x.wav', 'zither')).toEqual([]);
  });
});

describe('newCutName', () => {
  it('is the name of its song', () => {
    expect(newCutName({ name: 'Sunset Groove' }, { name: 'Night Drive v2.wav' })).toBe('Night Drive');
  });

  it('tells two cuts of one song apart by the note', () => {
    expect(newCutName({ name: 'Night Drive' }, { name: 'Night Drive v2 louder.wav' })).toBe(
      'Night Drive louder',
    );
    expect(newCutName({ name: 'Dune' }, { name: 'Dune v3 (Ben’s ears).wav' })).toBe('Dune Ben’s ears');
  });

  it('is the whole name of the file when it would be the name of the cut that it leaves', () => {
    expect(newCutName({ name: 'Night Drive' }, { name: 'Night Drive v2.wav' })).toBe('Night Drive v2');
    expect(newCutName({ name: 'Best one', title: 'Night Drive' }, { name: 'night_drive v2.wav' })).toBe(
      'night_drive v2',
    );
  });
});
