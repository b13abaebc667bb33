import { describe, expect, it } from 'vitest';
import type { PlayerState } from '../../renderer/features/player/player-state.ts';
import {
  newArrival,
  type Selections,
  select,
  selectWhatPlays,
  shownTrack,
} from '../../renderer/features/player/selection.ts';
import { type Track, tracksOf } from '../../renderer/features/player/track.ts';
import { createStore } from '../../renderer/platform/store.ts';
import { summerEp } from '../fixtures/renderer/page/sample.ts';

const cut = summerEp()
  .vibes.flatMap(({ cuts }) => cuts)
  .find(({ id }) => id === 'sg3');
if (!cut) throw new Error('The sample has no cut sg3');

/** The cut's versions when it had that many, oldest first. */
function versions(amount: number): Track[] {
  const file = cut?.files.find(({ type }) => type === 'CUT');
  if (!cut || !file) throw new Error('The sample cut has no version');
  const files = Array.from({ length: amount }, (_, index) => ({ ...file, id: `f${index + 1}` }));
  return tracksOf({ ...cut, files }, 'Sunset Groove');
}

/** A player's state with that track in it, and what gets selected. */
function play(track: Track | undefined) {
  if (!track) throw new Error('There is no such version');
  const empty: PlayerState = {
    track: null,
    phase: 'empty',
    speed: 1,
    duration: 0,
    failure: null,
    isCompressed: false,
  };
  const state = createStore(empty);
  const selections = createStore<Selections>(new Map());
  const stop = selectWhatPlays({ state }, selections);
  const put = (next: Track | null, phase: PlayerState['phase']) =>
    state.change((known) => ({ ...known, track: next, phase }));
  put(track, 'playing');
  return { selection: () => selections.get().get('sg3'), put, stop };
}

describe('the shown version of a cut', () => {
  it('is the newest while none was chosen or played', () => {
    expect(shownTrack(versions(4), undefined)?.version).toBe(4);
    expect(shownTrack(versions(5), undefined)?.version).toBe(5);
    expect(newArrival(versions(5), undefined)).toBeNull();
  });

  it('stays the one that plays when a newer version arrives, and the newer one is announced', () => {
    const { selection } = play(versions(4)[3]);
    expect(newArrival(versions(4), selection())).toBeNull();
    expect(shownTrack(versions(5), selection())?.version).toBe(4);
    expect(newArrival(versions(5), selection())?.version).toBe(5);
    expect(newArrival(versions(6), selection())?.version).toBe(6);
  });

  it('stays the one that played last after a pause, and after the player was closed', () => {
    const { selection, put } = play(versions(4)[3]);
    put(versions(4)[3] ?? null, 'paused');
    expect(shownTrack(versions(5), selection())?.version).toBe(4);
    put(null, 'empty');
    expect(shownTrack(versions(5), selection())?.version).toBe(4);
  });

  it('keeps the announcement when the same version is played again', () => {
    const { selection, put } = play(versions(4)[3]);
    put(null, 'empty');
    put(versions(5)[3] ?? null, 'playing');
    expect(newArrival(versions(5), selection())?.version).toBe(5);
  });

  it('is the newest again when the selected one was deleted', () => {
    const { selection } = play(versions(4)[3]);
    const rest = versions(5).filter(({ fileId }) => fileId !== 'f4');
    expect(shownTrack(rest, selection())?.fileId).toBe('f5');
    expect(newArrival(rest, selection())).toBeNull();
  });
});

describe('a version that the user chose', () => {
  it('is shown without announcing newer ones that existed already', () => {
    const [, second] = versions(4);
    if (!second) throw new Error('There is no second version');
    const selection = select(new Map(), second).get('sg3');
    expect(shownTrack(versions(4), selection)?.version).toBe(2);
    expect(newArrival(versions(4), selection)).toBeNull();
    expect(newArrival(versions(5), selection)?.version).toBe(5);
  });
});
