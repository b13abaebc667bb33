import { describe, expect, test } from 'vitest';
import type { Alignment } from '../../audio/difference/alignment.ts';
import type { PartyControl, PartyState } from '../../protocol/wire/party.ts';
import { createPartyConductor } from '../../renderer/features/party/party-conductor.ts';
import { createPartySound } from '../../renderer/features/party/party-sound.ts';
import { type Conductor, conductedDeck, conductedPlayer } from '../../renderer/features/player/conductor.ts';
import type { Track } from '../../renderer/features/player/track.ts';
import { createStore } from '../../renderer/platform/store.ts';
import { startDeckPlayer, track } from './deck-player.ts';

/** The player of a window in a party that plays A, and what it asks of the others. */
function open(playing: Partial<PartyState> = {}, alignment: Alignment | null = null) {
  const { player, deck, engine } = startDeckPlayer();
  player.cue(track('a'), 5);
  const controls: PartyControl[] = [];
  let hasLeft = false;
  const conductor = createStore<Conductor | null>(null);
  const state: PartyState = {
    ...{ partyId: 'p', seq: 1, by: 'ben', at: 0, fileId: 'a', isPlaying: false, position: 5, loop: null },
    ...playing,
  };
  const leave = () => {
    hasLeft = true;
    conductor.change(() => null);
  };
  conductor.change(() =>
    createPartyConductor({
      ...{ player, projectId: 'ep', leave },
      state: () => state,
      position: () => state.position,
      alignmentOf: () => alignment,
      control: (control) => controls.push(control),
    }),
  );
  return {
    ...{ controls, state, engine, conductor, direct: { player, deck } },
    player: conductedPlayer(player, conductor),
    deck: conductedDeck(deck, player, conductor),
    hasLeft: () => hasLeft,
  };
}

const other = (fileId: string, more: Partial<Track> = {}): Track => ({
  ...track(fileId),
  version: 2,
  ...more,
});

describe('a window in a party', () => {
  test('asks everyone for what it would have done, and does nothing alone', () => {
    const { player, deck, controls, direct } = open();
    player.toggle();
    player.seek(12);
    player.nudge(-2);
    player.nudge(-20);
    player.swap(other('b'));
    player.play(other('c'), 3);
    player.cue(other('c'));
    player.shuttle('j');
    deck.setLoop({ from: 1, to: 2 });
    expect(controls).toEqual([
      { kind: 'play' },
      { kind: 'seek', position: 12 },
      { kind: 'seek', position: 3 },
      { kind: 'seek', position: 0 },
      { kind: 'switch', fileId: 'b', shift: 0 },
      { kind: 'open', fileId: 'c', position: 3, isPlaying: true },
      { kind: 'open', fileId: 'c', position: 0, isPlaying: false },
      { kind: 'seek', position: 0 },
      { kind: 'loop', loop: { from: 1, to: 2 } },
    ]);
    expect(direct.player.time()).toBe(5);
    expect(direct.player.state.get()).toMatchObject({ phase: 'paused', track: { fileId: 'a' } });
  });

  test('pauses for everyone while it plays, and starts from the beginning once it is over', () => {
    const playing = open({ isPlaying: true });
    playing.player.toggle();
    playing.player.pause();
    expect(playing.controls).toEqual([{ kind: 'pause' }, { kind: 'pause' }]);
    const over = open({ isPlaying: true, position: 61 });
    over.player.toggle();
    expect(over.controls).toEqual([{ kind: 'play', position: 0 }]);
  });

  test('switches to the same moment of the music in another version', () => {
    const { player, controls } = open({}, [{ a: 0, b: 1.5 }]);
    player.swap(other('b'));
    expect(controls).toEqual([{ kind: 'switch', fileId: 'b', shift: 1.5 }]);
  });

  test('leaves for a song of another project, and when the player is closed', () => {
    const { player, controls, direct, hasLeft } = open();
    player.play(other('z', { projectId: 'live' }));
    expect(hasLeft()).toBe(true);
    expect(direct.player.state.get().track?.fileId).toBe('z');
    expect(controls).toEqual([]);
    const closing = open();
    closing.player.clear();
    expect(closing.hasLeft()).toBe(true);
    expect(closing.direct.player.state.get().track).toBeNull();
  });

  test('acts alone again once nobody conducts', () => {
    const { player, conductor, controls, direct } = open();
    conductor.change(() => null);
    player.seek(30);
    expect(controls).toEqual([]);
    expect(direct.player.time()).toBe(30);
  });
});

test('the sound of a party loops by the deck, once for each loop, and lets go of it', () => {
  const { direct, engine } = open();
  const sound = createPartySound(
    {
      ...direct,
      desk: {
        ...{ heard: direct.player.time, latency: () => 0, isReady: () => true, isMoving: () => false },
        setRate: () => true,
      },
      switchVersion: direct.player.swap,
    },
    (fileId) => (fileId === 'gone' ? null : track(fileId)),
  );
  expect([sound.knows('a'), sound.knows('gone'), sound.holds('a')]).toEqual([true, false, true]);
  sound.setLoop({ from: 1, to: 3 });
  expect(direct.deck.state.get()).toMatchObject({ a: { fileId: 'a' }, b: null, loop: { from: 1, to: 3 } });
  const { opened } = engine();
  sound.setLoop({ from: 1, to: 3 });
  expect(engine().opened).toBe(opened);
  sound.setLoop(null);
  expect(direct.deck.state.get().loop).toBeNull();
  sound.put('b', 7, false);
  expect(sound.holds('b')).toBe(true);
  expect(direct.player.time()).toBe(7);
});
