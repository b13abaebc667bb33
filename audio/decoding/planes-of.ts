import type { Frame } from '@libav.js/variant-fat';
import type { DecodedSound } from './sound-decoder.ts';

/** Full scale of FFmpeg's integer samples, which ALAC uses; 24-bit ones are in the upper bits of 32. */
const fullScale = (plane: Int16Array | Int32Array) => (plane instanceof Int16Array ? 2 ** 15 : 2 ** 31);

/** The samples of an FFmpeg frame. AAC and ALAC yield planar ones only: floats, or integers of 16 or 32 bits. */
export function planesOf({ data, nb_samples = 0, sample_rate = 0 }: Frame): DecodedSound {
  const planes = data as (Float32Array | Int16Array | Int32Array)[];
  const channelData = planes.map((plane) => {
    if (plane instanceof Float32Array) return plane;
    const scale = fullScale(plane);
    const samples = new Float32Array(plane.length);
    for (let at = 0; at < samples.length; at++) samples[at] = (plane[at] as number) / scale;
    return samples;
  });
  return { channelData, samplesDecoded: nb_samples, sampleRate: sample_rate };
}
