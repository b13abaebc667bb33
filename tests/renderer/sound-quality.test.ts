import { describe, expect, it } from 'vitest';
import { copyAddress, mediaAddress } from '../../protocol/ipc/media-addresses.ts';
import { createPlayer } from '../../renderer/features/player/player.ts';
import { hearsCompressed, readSoundQuality } from '../../renderer/features/player/sound-quality.ts';
import { stemTrack, type Track } from '../../renderer/features/player/track.ts';
import { createSharedLink } from '../../renderer/features/shared-page/shared-link.ts';
import { SilentSound } from './silent-sound.ts';

const track: Track = {
  ...{
    projectId: 'ep',
    cutId: 'c',
    fileId: 'a',
    cutName: 'Harbour',
    vibeName: 'Harbour',
    fileName: 'v1.wav',
  },
  ...{
    version: 1,
    versionName: 'v1',
    versionIds: ['a'],
    duration: 254,
    loudness: null,
    compressedSize: 4_000_000,
  },
};

function start(wantsCompressed = true) {
  const sound = new SilentSound();
  const { player } = createPlayer(
    sound,
    async () => 'It is damaged.',
    () => () => {},
    undefined,
    ({ fileId }) => (wantsCompressed ? copyAddress(fileId) : mediaAddress(fileId)),
  );
  return { sound, player };
}

describe('the compressed copy of a track', () => {
  it.each([
    ['automatic', { effectiveType: '4g' }, true, false],
    ['automatic', { effectiveType: '3g' }, true, true],
    ['automatic', { effectiveType: '4g', saveData: true }, true, true],
    ['automatic', undefined, true, false],
    ['compressed', undefined, true, true],
    ['compressed', { effectiveType: '2g' }, false, false],
    ['lossless', { saveData: true }, true, false],
  ] as const)(
    'is heard as chosen and as the connection is: %s, %o',
    (quality, connection, playsOpus, expected) => {
      expect(hearsCompressed(track, { quality, connection, playsOpus })).toBe(expected);
      const { compressedSize: _none, ...without } = track;
      expect(hearsCompressed(without, { quality, connection, playsOpus })).toBe(false);
    },
  );

  it('is what a stem has, and not that of its version', () => {
    const stem = { id: 's', name: 'drums.wav' } as Parameters<typeof stemTrack>[1];
    expect(stemTrack(track, stem, 'drums').compressedSize).toBeUndefined();
    expect(stemTrack(track, { ...stem, compressedSize: 9 }, 'drums').compressedSize).toBe(9);
  });

  it('plays, and says so, until somebody wants to hear the file, at the same moment', () => {
    const { sound, player } = start();
    player.play(track, 12);
    expect([sound.src, player.state.get().isCompressed]).toEqual(['media/a/listen', true]);
    sound.currentTime = 40;
    player.hearLossless();
    expect([sound.src, sound.currentTime, sound.paused]).toEqual(['media/a', 40, false]);
    expect(player.state.get()).toMatchObject({ isCompressed: false, track: { fileId: 'a' } });
    player.play({ ...track, fileId: 'b' });
    player.play(track);
    expect(sound.src).toBe('media/a');
  });

  it('gives way to the file where it doesn’t play, without a failure', () => {
    const { sound, player } = start();
    player.play(track, 12);
    sound.error = { code: 4 } as MediaError;
    sound.fire('error');
    expect(sound.src).toBe('media/a');
    sound.error = null;
    sound.arrive(254);
    expect(player.state.get()).toMatchObject({ phase: 'playing', failure: null, isCompressed: false });
    expect(sound.currentTime).toBe(12);
  });

  it('behind a share link gives way to the file of that link', () => {
    const sound = new SilentSound();
    const link = createSharedLink('TOKEN', async () => new Response());
    const { player } = createPlayer(
      sound,
      async () => '',
      () => () => {},
      link.soundAddress,
      link.copyAddress,
    );
    player.play(track);
    expect(sound.src).toBe('/api/share/TOKEN/files/a/listen');
    player.hearLossless();
    expect(sound.src).toBe('/api/share/TOKEN/files/a/stream');
  });

  it('is never heard where it isn’t wanted', () => {
    const { sound, player } = start(false);
    player.play(track);
    player.hearLossless();
    expect([sound.src, player.state.get().isCompressed]).toEqual(['media/a', false]);
  });
});

it('a choice that isn’t known counts as none', () => {
  expect(readSoundQuality({ getItem: () => 'mono' })).toBe('automatic');
  expect(readSoundQuality({ getItem: () => 'lossless' })).toBe('lossless');
});
