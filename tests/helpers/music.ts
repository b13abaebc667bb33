/** Stereo sound that behaves like music: chords, a melody, bass and drums at a tempo, from a seed. Never repeats exactly. */
export type Music = { sampleRate: number; planes: [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] };

export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const beat = 0.5;

export function makeMusic(seconds: number, { seed = 1, sampleRate = 48_000 } = {}): Music {
  const length = Math.round(seconds * sampleRate);
  const left = new Float32Array(length);
  const right = new Float32Array(length);
  const chance = random(seed);
  const add = (at: number, duration: number, pan: number, value: (time: number) => number) => {
    const start = Math.round(at * sampleRate);
    const end = Math.min(length, start + Math.round(duration * sampleRate));
    for (let frame = start; frame < end; frame++) {
      const sample = value((frame - start) / sampleRate);
      left[frame] = (left[frame] as number) + sample * (1 - pan);
      right[frame] = (right[frame] as number) + sample * pan;
    }
  };
  const tone = (hertz: number, partials: number) => {
    const phases = Array.from({ length: partials }, () => 2 * Math.PI * chance());
    return (time: number) => {
      let sum = 0;
      for (let partial = 1; partial <= partials; partial++) {
        sum += Math.sin(2 * Math.PI * hertz * partial * time + (phases[partial - 1] as number)) / partial;
      }
      return sum;
    };
  };
  for (let at = 0; at < seconds; at += beat) {
    const position = Math.round(at / beat);
    const root = 110 * 2 ** (Math.floor(chance() * 12) / 12);
    if (position % 4 === 0) {
      for (const interval of [0, 4, 7]) {
        const sound = tone(root * 2 * 2 ** (interval / 12), 6);
        add(at, 4 * beat, 0.3 + 0.2 * chance(), (time) => 0.03 * sound(time) * Math.exp(-time));
      }
    }
    const bass = tone(root / 2, 3);
    add(at, beat, 0.5, (time) => 0.16 * bass(time) * Math.exp(-3 * time));
    const melody = tone(root * 4 * 2 ** (Math.floor(chance() * 12) / 12), 8);
    add(
      at + beat * Math.floor(chance() * 2) * 0.5,
      0.4,
      chance(),
      (time) => 0.06 * melody(time) * Math.exp(-4 * time),
    );
    if (position % 2 === 0) {
      const punch = 0.3 + 0.1 * chance();
      add(
        at,
        0.25,
        0.5,
        (time) =>
          punch * Math.sin(2 * Math.PI * (45 * time + 4 * (1 - Math.exp(-30 * time)))) * Math.exp(-12 * time),
      );
    } else {
      add(at, 0.2, 0.45, (time) => 0.25 * (chance() - 0.5) * Math.exp(-15 * time));
    }
    for (const half of [0, 0.25]) {
      add(at + half, 0.08, 0.6, (time) => 0.12 * (chance() - 0.5) * Math.exp(-40 * time));
    }
  }
  // A breath of room, so that no band is ever empty.
  for (let frame = 0; frame < length; frame++) {
    left[frame] = (left[frame] as number) + 0.002 * (chance() - 0.5);
    right[frame] = (right[frame] as number) + 0.002 * (chance() - 0.5);
  }
  return { sampleRate, planes: [left, right] };
}
