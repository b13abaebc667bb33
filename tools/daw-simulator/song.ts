import { makeMusic } from '../../tests/helpers/music.ts';
import { amplify, concat, shelf } from '../../tests/helpers/sound-edits.ts';

type Plane = Float32Array<ArrayBuffer>;

export type SongVersion = {
  /** Songs with different numbers are different music. */
  song: number;
  /** From 1 on. */
  version: number;
  /** The length of the first version. */
  seconds: number;
  sampleRate: number;
};

/** The gain of the parts of a song, of the same length each: verse, chorus, verse, chorus, break, chorus. */
const parts = [0.45, 0.8, 0.5, 0.85, 0.35, 0.9];
const addedSeconds = 2;

/**
 * The samples of a version, by channel. Each version has one change more than the one before it, as mixes do: in turn
 * more bass from the middle on, a new section, all of it louder, and brighter from the second chorus on; then back.
 */
export function makeSongVersion({ song, version, seconds, sampleRate }: SongVersion): Plane[] {
  const frames = Math.round(seconds * sampleRate);
  let planes: Plane[] = makeMusic(seconds, { seed: song, sampleRate }).planes.map((plane) =>
    plane.map((value, frame) => 2 * (parts[Math.floor((parts.length * frame) / frames)] ?? 0) * value),
  );
  const edits = [
    (plane: Plane, sign: number) =>
      shelf(plane, { kind: 'low', hertz: 200, decibels: 2.5 * sign, sampleRate }, plane.length >> 1),
    (plane: Plane, _: number, channel: number, turn: number) => {
      const added = makeMusic(addedSeconds, { seed: 1000 * (turn + 1) + song, sampleRate }).planes[channel];
      const at = Math.round(0.6 * plane.length);
      return concat(plane.subarray(0, at), amplify(added ?? plane, 2.5), plane.subarray(at));
    },
    (plane: Plane, sign: number) => amplify(plane, 1.2 * sign),
    (plane: Plane, sign: number) =>
      shelf(
        plane,
        { kind: 'high', hertz: 3000, decibels: 2 * sign, sampleRate },
        Math.round(plane.length / 3),
      ),
  ];
  for (let change = 0; change < version - 1; change++) {
    const turn = Math.floor(change / edits.length);
    const edit = edits[change % edits.length];
    if (edit) planes = planes.map((plane, channel) => edit(plane, turn % 2 === 0 ? 1 : -1, channel, turn));
  }
  return planes;
}
