/** The switches in a recording. Times are in frames of the recording. */
export type Judged = {
  switches: {
    /** From the last frame that is purely the old version to the first that is purely the new one. */
    duration: number;
    /** The longest run of silence in it. */
    gap: number;
    /** How far the new version is from the same moment of the music, with fractions. The music stands still in a gap. */
    offset: number;
  }[];
  /** Times at which a version was interrupted without a switch: sound that the machine lost. */
  interruptions: number;
  /** By how many decibels the second version is louder than the first. */
  levelDifference: number;
};

/** A recording is judged in steps of this many frames. */
const step = 480;
const silence = 1e-3;
/** How well a step must fit a version to be recognised: 1 is exactly. Positions between two frames cost a little. */
const goodFit = 0.95;
/** How much of the sound may be something else, at least. */
const purity = 0.02;
/** How far a version may be from the expected moment, in frames. */
const reach = 6_000;

type Stretch = { side: 0 | 1; start: number; end: number; shift: number; level: number };

/**
 * Follows two known pieces through a recording. `shift` of a stretch is where its music began: equal for all stretches
 * if every switch lands at the same moment.
 */
export function judge(
  recording: Float32Array,
  pieces: [Float32Array, Float32Array],
  startFrame: number,
): Judged {
  const first = recording.findIndex((sample) => Math.abs(sample) > 0.01);
  if (first < 0) throw new Error('Nothing was recorded');
  const stretches: Stretch[] = [];
  let expected = first - startFrame;
  let at = first + step;
  for (; at + 2 * step < recording.length; ) {
    const found = recognise(recording, pieces, at, expected, stretches.at(-1)?.side);
    if (!found) {
      // The music may have stood still meanwhile.
      if (isSilent(recording.subarray(at, at + step))) expected += step;
      at += step;
      continue;
    }
    const { side, shift, level } = found;
    const [start, end] = [
      grow(recording, pieces[side], found, at, -1),
      grow(recording, pieces[side], found, at, 1),
    ];
    const last = stretches.at(-1);
    const isSame = last?.side === side && Math.abs(last.shift - shift) < 0.25 && start - last.end < step;
    if (last && isSame) last.end = end;
    else stretches.push({ side, start, end, shift, level });
    expected = Math.round(shift);
    at = Math.max(at + step, end + 1);
  }
  // A side that sounds shorter than a step was only touched by chance.
  const long = stretches.filter(({ start, end }) => end - start > step);
  const switches = long.slice(1).flatMap((next, index) => {
    const before = long[index] as Stretch;
    if (before.side === next.side) return [];
    const { gap, pause } = silencesIn(recording.subarray(before.end, next.start + 1));
    const duration = Math.max(0, next.start - before.end - 1);
    return [{ duration, gap, offset: Math.abs(next.shift - before.shift - pause) }];
  });
  const interruptions = long.slice(1).filter(({ side }, index) => side === long[index]?.side).length;
  const levelOf = (side: 0 | 1) => {
    const levels = long.filter((one) => one.side === side).map(({ level }) => level);
    return levels.reduce((sum, level) => sum + level, 0) / levels.length;
  };
  return {
    switches,
    interruptions,
    levelDifference: 20 * Math.log10(levelOf(1) / levelOf(0)) + powerDifference(pieces),
  };
}

const isSilent = (part: Float32Array) => powerOf(part) < silence ** 2;

const powerOf = (plane: Float32Array) =>
  plane.reduce((sum, sample) => sum + sample * sample, 0) / plane.length;

function powerDifference([one, other]: [Float32Array, Float32Array]): number {
  return 10 * Math.log10(powerOf(other) / powerOf(one));
}

/** The piece that sounds in this step, its level and where it began; null in between and in silence. */
function recognise(
  recording: Float32Array,
  pieces: [Float32Array, Float32Array],
  at: number,
  expected: number,
  likely: 0 | 1 | undefined,
) {
  const part = recording.subarray(at, at + step);
  if (isSilent(part)) return null;
  const sides: (0 | 1)[] = likely === 1 ? [1, 0] : [0, 1];
  for (const width of [4, reach]) {
    for (const side of sides) {
      const fitAt = (shift: number, every = 1) => fitOf(part, pieces[side], at - shift, every).fit;
      let best = { shift: expected, fit: 0 };
      for (let shift = expected - width; shift <= expected + width; shift++) {
        const fit = fitAt(shift, width > 4 ? 8 : 1);
        if (fit > best.fit) best = { shift, fit };
      }
      if (best.fit < goodFit) continue;
      const [before, here, after] = [best.shift - 1, best.shift, best.shift + 1].map((shift) => fitAt(shift));
      const [one, two, three] = [before ?? 0, here ?? 0, after ?? 0];
      const { level } = fitOf(part, pieces[side], at - best.shift, 1);
      return {
        side,
        start: best.shift,
        shift: best.shift + (one - three) / (2 * (one - 2 * two + three)),
        level,
      };
    }
  }
  return null;
}

function fitOf(part: Float32Array, piece: Float32Array, from: number, every: number) {
  if (from < 0 || from + part.length > piece.length) return { fit: 0, level: 0 };
  let [both, own, found] = [0, 0, 0];
  for (let index = 0; index < part.length; index += every) {
    const expected = piece[from + index] as number;
    const heard = part[index] as number;
    both += expected * heard;
    own += expected * expected;
    found += heard * heard;
  }
  return { fit: both > 0 ? (both * both) / (own * found) : 0, level: both / own };
}

/** The last frame in that direction that is still purely this piece. */
function grow(
  recording: Float32Array,
  piece: Float32Array,
  { start: shift, level }: { start: number; level: number },
  from: number,
  way: 1 | -1,
): number {
  const errorAt = (frame: number) =>
    Math.abs((recording[frame] as number) - level * (piece[frame - shift] ?? 0));
  const peak = level * Math.sqrt(2 * powerOf(piece.subarray(from - shift, from - shift + step)));
  // At a position between two frames, the nearest ones are never quite right.
  let worst = 0;
  for (let frame = from; frame < from + step; frame++) worst = Math.max(worst, errorAt(frame));
  const limit = Math.max(purity * peak, 1.2 * worst);
  let at = from;
  // A few frames in a row, because a crossfade also passes through the right value.
  for (let wrong = 0; wrong < 8; at += way) {
    if (recording[at + way] === undefined) break;
    wrong = errorAt(at + way) > limit ? wrong + 1 : 0;
    if (wrong === 8) return at - 7 * way;
  }
  return at;
}

/** The longest run of silence, and all longer ones together. */
function silencesIn(part: Float32Array): { gap: number; pause: number } {
  let [gap, pause, current] = [0, 0, 0];
  for (const sample of [...part, 1]) {
    if (Math.abs(sample) < silence) {
      current++;
      continue;
    }
    gap = Math.max(gap, current);
    if (current > step) pause += current;
    current = 0;
  }
  return { gap, pause };
}
