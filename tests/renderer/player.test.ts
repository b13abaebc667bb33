import { afterEach, describe, expect, it, vi } from 'vitest';
import { listeningKey } from '../../renderer/features/player/listening-keys.ts';
import { createPlayer } from '../../renderer/features/player/player.ts';
import { type Speed, shuttle } from '../../renderer/features/player/shuttle.ts';
import { comparedWith, type Track } from '../../renderer/features/player/track.ts';
import { SilentSound } from './silent-sound.ts';

function track(fileId: string, version = 1): Track {
  const names = { cutName: 'v3 rough', vibeName: 'Sunset Groove', fileName: 'v3.wav' };
  return {
    projectId: 'ep',
    cutId: 'c',
    fileId,
    version,
    versionName: `v${version}`,
    versionIds: [fileId],
    loudness: null,
    duration: 254,
    ...names,
  };
}

function start(
  explain: Parameters<typeof createPlayer>[1] = async (fileId, error) =>
    `${fileId} failed with ${error?.code}`,
) {
  const sound = new SilentSound();
  const frames: (() => void)[] = [];
  const { player, dispose } = createPlayer(sound, explain, (callback) => {
    frames.push(callback);
    return () => frames.splice(frames.indexOf(callback), 1);
  });
  const draw = () => {
    for (const frame of frames.splice(0)) frame();
  };
  return { sound, player, dispose, draw, frames };
}

afterEach(() => vi.useRealTimers());

describe('the player', () => {
  it('starts at once, waits for the first bytes, and plays', () => {
    const { sound, player } = start();
    player.play(track('a'), 12);
    expect(sound.src).toBe('media/a');
    expect(sound.currentTime).toBe(12);
    expect(player.state.get()).toMatchObject({ phase: 'loading', duration: 254 });
    sound.arrive(254.5);
    expect(player.state.get()).toMatchObject({ phase: 'playing', duration: 254.5 });
    player.toggle();
    expect(player.state.get().phase).toBe('paused');
  });

  it('doesn’t restart when the same track is requested', () => {
    const { sound, player } = start();
    player.play(track('a'));
    sound.currentTime = 40;
    player.cue(track('a'));
    expect(sound.currentTime).toBe(40);
    player.cue(track('a'), 50);
    expect(sound.currentTime).toBe(50);
  });

  it('maps the volume to an amplitude between silence and full scale', () => {
    const { sound, player } = start();
    const heard = [0, 0.5, 1, 7, -1].map((volume) => {
      player.setVolume(volume);
      return sound.volume;
    });
    expect(heard).toEqual([0, 0.25, 1, 1, 0]);
    player.play(track('a'));
    expect(sound.volume).toBe(0);
  });

  it('swaps versions at the same moment, and keeps playing if it played', () => {
    const { sound, player } = start();
    player.play(track('a'), 30);
    player.swap(track('b', 2));
    expect([sound.src, sound.currentTime, sound.paused]).toEqual(['media/b', 30, false]);
    player.pause();
    player.swap(track('a'));
    expect([sound.src, sound.currentTime, sound.paused]).toEqual(['media/a', 30, true]);
  });

  it('never seeks before the start or past the end', () => {
    const { sound, player } = start();
    player.cue(track('a'), 3);
    player.nudge(-5);
    expect(sound.currentTime).toBe(0);
    player.seek(9999);
    expect(sound.currentTime).toBe(254);
  });

  it('shows why playback failed, and retries at the same position', async () => {
    const { sound, player } = start();
    player.play(track('a'), 70);
    sound.fail(4);
    expect(player.state.get().phase).toBe('failed');
    await vi.waitFor(() => expect(player.state.get().failure).toBe('a failed with 4'));
    player.toggle();
    expect([sound.loads, sound.currentTime]).toEqual([1, 70]);
    sound.arrive(254);
    expect(player.state.get()).toMatchObject({ phase: 'playing', failure: null });
  });

  it('ignores a late failure reason for an earlier track', async () => {
    const reasons: (() => void)[] = [];
    const { sound, player } = start(
      (fileId) => new Promise((resolve) => reasons.push(() => resolve(`${fileId} failed`))),
    );
    player.play(track('a'));
    sound.fail(2);
    player.play(track('b'));
    sound.fail(2);
    reasons[1]?.();
    await vi.waitFor(() => expect(player.state.get().failure).toBe('b failed'));
    reasons[0]?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect(player.state.get().failure).toBe('b failed');
    sound.fail(2);
    player.toggle();
    expect(player.state.get()).toMatchObject({ phase: 'loading', failure: null });
    reasons[2]?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect(player.state.get().failure).toBeNull();
  });

  it('rewinds silently to the start and stops there', () => {
    vi.useFakeTimers();
    const { sound, player, dispose } = start();
    player.play(track('a'), 0.2);
    sound.arrive(254);
    player.shuttle('j');
    expect(player.state.get()).toMatchObject({ phase: 'rewinding', speed: -1 });
    expect(sound.paused).toBe(true);
    vi.advanceTimersByTime(100);
    expect(sound.currentTime).toBeCloseTo(0.1);
    vi.advanceTimersByTime(1000);
    expect(sound.currentTime).toBe(0);
    expect(player.state.get()).toMatchObject({ phase: 'paused', speed: 1 });
    expect(vi.getTimerCount()).toBe(0);
    dispose();
  });

  it('plays faster with each L, and at normal speed again after K', () => {
    const { sound, player } = start();
    player.play(track('a'));
    player.shuttle('l');
    expect(sound.playbackRate).toBe(2);
    player.shuttle('l');
    expect(sound.playbackRate).toBe(4);
    player.shuttle('k');
    player.toggle();
    expect([sound.playbackRate, player.state.get().speed]).toEqual([1, 1]);
  });

  it('reports its time at each frame while it moves, and not while it is paused', () => {
    const { sound, player, draw, frames } = start();
    let reports = 0;
    player.cue(track('a'));
    player.onTime(() => {
      reports += 1;
    });
    draw();
    expect(reports).toBe(0);
    player.play(track('a'));
    sound.arrive(254);
    const before = reports;
    draw();
    draw();
    expect(reports).toBe(before + 2);
    player.pause();
    draw();
    expect(frames).toHaveLength(0);
  });

  it('stops everything when it is disposed', () => {
    vi.useFakeTimers();
    const { sound, player, dispose, frames } = start();
    player.play(track('a'), 100);
    player.shuttle('j');
    dispose();
    expect([sound.src, sound.paused, vi.getTimerCount(), frames.length]).toEqual(['', true, 0, 0]);
    sound.fire('play');
    expect(player.state.get().track).toBeNull();
  });
});

describe('shuttle', () => {
  it('reverses at once, speeds up to four, and stops', () => {
    const run = (...keys: ('j' | 'k' | 'l')[]) => keys.reduce<Speed>(shuttle, 0);
    expect([run('l'), run('l', 'l'), run('l', 'l', 'l'), run('l', 'l', 'l', 'l')]).toEqual([1, 2, 4, 4]);
    expect([run('j'), run('j', 'j', 'j', 'j')]).toEqual([-1, -4]);
    expect([run('l', 'l', 'j'), run('j', 'j', 'l'), run('l', 'l', 'k')]).toEqual([-1, 1, 0]);
  });
});

describe('keys for listening', () => {
  const press = { ctrlKey: false, metaKey: false, altKey: false };
  const nowhere = () => false;

  it('leave shortcuts of the system and of focused controls alone', () => {
    expect(listeningKey({ ...press, key: ' ' }, nowhere)).toEqual({ kind: 'play-pause' });
    expect(listeningKey({ ...press, key: ' ' }, (selector) => selector.includes('button'))).toBeNull();
    expect(listeningKey({ ...press, key: 'ArrowLeft' }, (selector) => selector.includes('tab'))).toBeNull();
    for (const held of ['ctrlKey', 'metaKey', 'altKey'])
      expect(listeningKey({ ...press, key: 'c', [held]: true }, nowhere)).toBeNull();
    expect(listeningKey({ ...press, key: 'toString' }, nowhere)).toBeNull();
  });

  it('accept brackets typed with AltGr', () => {
    expect(listeningKey({ ...press, key: ']', ctrlKey: true, altKey: true }, nowhere)).toEqual({
      kind: 'version',
      by: 1,
    });
    expect(listeningKey({ ...press, key: ']', ctrlKey: true }, nowhere)).toBeNull();
  });
});

describe('comparing', () => {
  const [one, two, three] = [track('a', 1), track('b', 2), track('c', 3)];
  const all = [one, two, three];

  it('switches to the previously shown version, and back again', () => {
    expect(comparedWith(all, three, 'a')).toBe(one);
    expect(comparedWith(all, one, 'c')).toBe(three);
  });

  it('switches to the neighbour when no version was shown before, or it is gone', () => {
    expect(comparedWith(all, three, undefined)).toBe(two);
    expect(comparedWith(all, one, undefined)).toBe(two);
    expect(comparedWith(all, three, 'deleted')).toBe(two);
    expect(comparedWith(all, two, 'b')).toBe(one);
  });

  it('has no target when there is only one version', () => {
    expect(comparedWith([one], one, undefined)).toBeNull();
  });
});
