import { describe, expect, it } from 'vitest';
import { compareKey } from '../../renderer/features/compare/compare-keys.ts';
import { choicesFor, nameOf, tracksOfPair } from '../../renderer/features/compare/pair-of-tracks.ts';
import { isStretchOf, stretchOf } from '../../renderer/features/compare/stretch-of.ts';
import { listeningKey } from '../../renderer/features/player/listening-keys.ts';
import { compareRoute } from '../../renderer/features/player/track.ts';
import { formatRoute, parseRoute } from '../../renderer/platform/route.ts';
import { stackedSong } from '../fixtures/renderer/page/stack-sample.ts';

const press = (key: string, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });

describe('the keys of a comparison', () => {
  it('choose a side, switch, and turn matching, loop and the blind test on or off', () => {
    expect(['a', 'b', 's', 'm', 'o', 'h', 'Escape'].map((key) => compareKey(press(key), false))).toEqual([
      { kind: 'hear', first: true },
      { kind: 'hear', first: false },
      { kind: 'switch' },
      { kind: 'match' },
      { kind: 'loop' },
      { kind: 'blind' },
      { kind: 'close' },
    ]);
  });

  it('are X and Y in a blind test, where A, B and the levels have no key', () => {
    expect(['x', 'Y'].map((key) => compareKey(press(key), true))).toEqual([
      { kind: 'hear', first: true },
      { kind: 'answer', name: 'y' },
    ]);
    expect(['a', 'b', 'm'].map((key) => compareKey(press(key), true))).toEqual([null, null, null]);
    expect(compareKey(press('Escape'), true)).toEqual({ kind: 'blind' });
  });

  it('leave those of the player and of the system alone', () => {
    for (const key of [' ', 'j', 'k', 'l', 'ArrowLeft', 'c', 'r', 'toString'])
      expect(compareKey(press(key), false)).toBeNull();
    expect(compareKey(press('a', { ctrlKey: true }), false)).toBeNull();
    expect(listeningKey(press('A'), () => false)).toEqual({ kind: 'compare-view' });
  });
});

describe('the versions to compare', () => {
  const choices = choicesFor(stackedSong(), 'groove');

  it('are those of the cut, then those of the other cuts in its vibe', () => {
    expect(choices.map(({ cutId, tracks }) => [cutId, tracks.map(({ fileId }) => fileId)])).toEqual([
      ['groove', ['gr1', 'gr2', 'gr3', 'gr4']],
      ['inst', ['in1', 'in2']],
    ]);
    expect(choicesFor(stackedSong(), 'inst').map(({ cutId }) => cutId)).toEqual(['inst', 'groove']);
    expect(choicesFor(stackedSong(), 'gone')).toEqual([]);
  });

  it('are found by their files, in any of these cuts, and never a stem', () => {
    const { a, b } = tracksOfPair(choices, { a: 'gr2', b: 'in2' });
    expect([a?.versionName, b?.versionName]).toEqual(['v2', 'v2']);
    if (!a || !b) throw new Error('They are in the sample');
    expect([nameOf(a, b), nameOf(b, a)]).toEqual(['Sunset Groove v2', 'Sunset Groove (Instrumental) v2']);
    expect(nameOf(a, a)).toBe('v2');
    expect(tracksOfPair(choices, { a: 'gr2d', b: 'gone' })).toEqual({ a: null, b: null });
  });

  it('have an address, with the older one as A', () => {
    const [older, newer] = choices[0]?.tracks.slice(1, 3) ?? [];
    if (!older || !newer) throw new Error('They are in the sample');
    const route = compareRoute(newer, older);
    expect(formatRoute(route)).toBe('#/projects/ep/cuts/groove/compare/gr2/gr3');
    expect(parseRoute(formatRoute(route))).toEqual(route);
    expect(parseRoute('#/projects/ep/cuts/groove/compare/gr2')).toEqual({
      name: 'project',
      projectId: 'ep',
      cutId: 'groove',
    });
  });
});

describe('the stretch in which a change is heard', () => {
  it('is its own, or the music around a part that was removed', () => {
    expect(stretchOf({ kind: 'band', from: 64, to: 96 })).toEqual({ from: 64, to: 96 });
    expect(stretchOf({ kind: 'gain', from: 64, to: 64.2 })).toEqual({ from: 64, to: 65 });
    const removed = { kind: 'removed', from: 1, to: 5 } as const;
    expect(stretchOf(removed)).toEqual({ from: 0, to: 5 });
    expect(isStretchOf(removed, { from: 0, to: 5 })).toBe(true);
    expect([isStretchOf(removed, null), isStretchOf(removed, { from: 1, to: 5 })]).toEqual([false, false]);
  });
});
