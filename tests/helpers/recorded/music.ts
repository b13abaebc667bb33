/**
 * Two versions of the same length whose value is known at every moment, at any rate: tones at random frequencies, so
 * that each moment is like no other.
 */
export type Music = { valueAt(seconds: number): number };

const tones = 10;
const lowest = 120;
const highest = 12_000;

export function makeMusic(seed: number, level: number): Music {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const parts = Array.from({ length: tones }, () => ({
    turn: 2 * Math.PI * lowest * (highest / lowest) ** random(),
    phase: 2 * Math.PI * random(),
  }));
  return {
    valueAt(seconds) {
      let sum = 0;
      for (const { turn, phase } of parts) sum += Math.sin(turn * seconds + phase);
      return (level * sum) / tones;
    },
  };
}

/** The music at the rate of a recording. */
export function render(music: Music, seconds: number, rate: number): Float32Array {
  return Float32Array.from({ length: seconds * rate }, (_, frame) => music.valueAt(frame / rate));
}

/** A 24-bit stereo WAV. The music begins `later` seconds after the file. */
export function waveOf(
  music: Music,
  seconds: number,
  sampleRate: number,
  later: number,
): Buffer<ArrayBuffer> {
  const frames = seconds * sampleRate;
  const wave = waveHeader(frames, sampleRate);
  for (let frame = 0; frame < frames; frame++) {
    const value = Math.round(music.valueAt(frame / sampleRate - later) * 2 ** 23);
    wave.writeIntLE(value, 44 + 6 * frame, 3);
    wave.writeIntLE(value, 47 + 6 * frame, 3);
  }
  return wave;
}

/** A WAV of any length that costs little to make: one second of noise, repeated. */
export function noiseWave(seconds: number, sampleRate: number): Buffer<ArrayBuffer> {
  const wave = waveHeader(seconds * sampleRate, sampleRate);
  const second = wave.subarray(44, 44 + 6 * sampleRate);
  for (let at = 0; at < second.length; at += 3)
    second.writeIntLE(Math.round((Math.random() - 0.5) * 2 ** 20), at, 3);
  for (let at = 1; at < seconds; at++) second.copy(wave, 44 + at * second.length);
  return wave;
}

function waveHeader(frames: number, sampleRate: number): Buffer<ArrayBuffer> {
  const wave = Buffer.alloc(44 + 6 * frames);
  wave.write('RIFF', 0, 'latin1');
  wave.writeUInt32LE(wave.length - 8, 4);
  wave.write('WAVEfmt ', 8, 'latin1');
  wave.writeUInt32LE(16, 16);
  wave.writeUInt16LE(1, 20);
  wave.writeUInt16LE(2, 22);
  wave.writeUInt32LE(sampleRate, 24);
  wave.writeUInt32LE(sampleRate * 6, 28);
  wave.writeUInt16LE(6, 32);
  wave.writeUInt16LE(24, 34);
  wave.write('data', 36, 'latin1');
  wave.writeUInt32LE(6 * frames, 40);
  return wave;
}
