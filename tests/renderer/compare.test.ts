import { describe, expect, it } from 'vitest';
import { compareKey } from '../../renderer/features/compare/compare-keys.ts';
import { louderInLoop, loudnessIn } from '../../renderer/features/compare/loop-loudness.ts';
import { choicesFor, nameOf, tracksOfPair } from '../../renderer/features/compare/pair-of-tracks.ts';
import { isStretchOf, stretchOf } from '../../renderer/features/compare/stretch-of.ts';
import { endingAt, startingAt } from '../../renderer/features/compare/use-loop.ts';
import { listeningKey } from '../../renderer/features/player/listening-keys.ts';
import { compareRoute } from '../../renderer/features/player/track.ts';
import { formatRoute, parseRoute } from '../../renderer/platform/route.ts';
import { compareText } from '../../renderer/text/compare.ts';
import { stackedSong } from '../fixtures/renderer/page/stack-sample.ts';

const press = (key: string, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });

describe('the keys of a comparison', () => {
  it('choose a side, switch, set a loop, and turn matching, loop and the blind test on or off', () => {
    const actions = ['a', 'b', 's', 'm', 'i', 'o', 'p', 'h', 'Escape'];
    expect(actions.map((key) => compareKey(press(key), false))).toEqual([
      { kind: 'hear', first: true },
      { kind: 'hear', first: false },
      { kind: 'switch' },
      { kind: 'match' },
      { kind: 'loop-start' },
      { kind: 'loop' },
      { kind: 'loop-end' },
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

describe('the loop', () => {
  it('starts or ends here, and keeps its other end while that makes sense', () => {
    expect(startingAt(10, null, 60)).toEqual({ from: 10, to: 18 });
    expect(startingAt(10, { from: 4, to: 30 }, 60)).toEqual({ from: 10, to: 30 });
    expect(startingAt(40, { from: 4, to: 30 }, 60)).toEqual({ from: 40, to: 48 });
    expect(startingAt(59, null, 60)).toEqual({ from: 59, to: 60 });
    expect(startingAt(60, null, 60)).toEqual({ from: 59.9, to: 60 });
    expect(endingAt(30, { from: 10, to: 18 })).toEqual({ from: 10, to: 30 });
    expect(endingAt(5, { from: 10, to: 18 })).toEqual({ from: 0, to: 5 });
    expect(endingAt(0, null)).toEqual({ from: 0, to: 0.1 });
  });

  it('is matched by its own loudness', () => {
    const curve = (quiet: number, loud: number) => ({
      kind: 'ready' as const,
      curve: {
        loudness: { integrated: -12, range: 0, maximumMomentary: 0, maximumShortTerm: 0, truePeak: 0 },
        stepSeconds: 0.1,
        curve: [...Array(100).fill(quiet), ...Array(100).fill(loud)],
      },
    });
    const chorus = { from: 10, to: 20 };
    const a = loudnessIn(curve(-20, -12), chorus);
    const b = loudnessIn(curve(-20, -9), chorus);
    expect([a, b].map((level) => level?.toFixed(2))).toEqual(['-12.00', '-9.00']);
    expect(louderInLoop({ a, b })).toBeCloseTo(3);
    expect(louderInLoop({ a, b: loudnessIn(undefined, chorus) })).toBeNull();
    expect(loudnessIn(curve(-20, -9), null)).toBeNull();
  });

  it('is named where the levels are', () => {
    const { of } = compareText.match;
    expect(of({ louder: 3.1, isMatched: true, isInLoop: false })).toBe('B +3.1 dB, matched');
    expect(of({ louder: -3.1, isMatched: false, isInLoop: true })).toBe('B −3.1 dB in the loop, not matched');
    expect(of({ louder: 0, isMatched: true, isInLoop: true })).toBe('equally loud in the loop');
  });
});
