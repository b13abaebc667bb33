import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { playbackOn, services } from '../../renderer/features/cuts/service-playback.ts';
import { formatGain, formatLevel } from '../../renderer/text/level.ts';

function loudness(integrated: number | null, truePeak: number | null) {
  return { integrated, truePeak, range: 6, maximumMomentary: -6, maximumShortTerm: -8 };
}

/** The gain on each service, in the order Spotify, Apple Music, YouTube, Tidal. */
const gains = (integrated: number, truePeak: number | null) =>
  services.map((service) => playbackOn(service, loudness(integrated, truePeak))?.gain);

describe('how a version will play', () => {
  it('is turned down to the target of each service', () => {
    expect(gains(-9, -0.5)).toEqual([-5, -7, -5, -5]);
  });

  it('is turned up only by Spotify and Apple Music', () => {
    expect(gains(-18, -8)).toEqual([4, 2, 0, 0]);
  });

  it('is turned up only until the true peak reaches −1 dBTP', () => {
    // The example of Spotify's help page: −20 LUFS with a true peak of −5 is lifted to −16 LUFS only.
    expect(gains(-20, -5)).toEqual([4, 4, 0, 0]);
    expect(services.map((service) => playbackOn(service, loudness(-20, -5))?.staysQuieter)).toEqual([
      'peaks',
      null,
      'never-raised',
      'never-raised',
    ]);
    expect(gains(-20, -0.2)).toEqual([0, 0, 0, 0]);
    expect(gains(-20, null)).toEqual([0, 0, 0, 0]);
  });

  it('is unknown for silence', () => {
    expect(services.map((service) => playbackOn(service, loudness(null, null)))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('never clips where the file itself does not, and never exceeds the target', () => {
    const level = fc.double({ min: -60, max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...services), level, level, (service, integrated, truePeak) => {
        const played = playbackOn(service, loudness(integrated, truePeak));
        expect(played?.integrated).toBeLessThanOrEqual(service.target + 1e-9);
        expect(played?.truePeak).toBeLessThanOrEqual(Math.max(truePeak, -1) + 1e-9);
      }),
    );
  });
});

describe('levels as text', () => {
  it('have a real minus sign, one decimal and a unit', () => {
    expect(formatLevel(-12.94, 'LUFS')).toBe('−12.9 LUFS');
    expect(formatLevel(-0.04, 'dBTP')).toBe('0.0 dBTP');
    expect(formatLevel(null, 'LUFS')).toBe('– LUFS');
    expect([1.94, -3.1, 0, -0.04].map(formatGain)).toEqual(['+1.9 dB', '−3.1 dB', '0.0 dB', '0.0 dB']);
  });
});
