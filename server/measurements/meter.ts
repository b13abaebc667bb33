import { encodeLoudness } from '../../audio/loudness/loudness-format.ts';
import { createLoudnessMeter } from '../../audio/loudness/loudness-meter.ts';
import { createPeakMeter } from '../../audio/peak-meter.ts';
import { encodePeaks } from '../../audio/peaks-format.ts';
import { createRmsMeter } from '../../audio/rms-meter.ts';
import type { Planes } from '../../audio/samples.ts';
import type { SidecarName } from '../storage/blob-store.ts';

/** Measures one figure of a sound. Sees every sample once, in order, in stretches of any length. */
export type Meter = {
  /** The arrays are reused after the call, so a meter must not keep them. */
  push(planes: Planes): void;
  /** The content of the sidecar. Not empty: an empty sidecar says that there is no sound to measure. */
  finish(): Uint8Array<ArrayBuffer>;
};

/** The facts that a meter knows of a sound before its first sample. */
export type SoundFormat = { sampleRate: number; channels: number };

/** The measurements of every file of sound, each kept as the sidecar of that name. */
export const meters: Record<SidecarName, (format: SoundFormat) => Meter> = {
  peaks({ sampleRate }) {
    const meter = createPeakMeter(sampleRate);
    return { push: meter.push, finish: () => encodePeaks(meter.finish()) };
  },
  loudness({ sampleRate, channels }) {
    const meter = createLoudnessMeter(sampleRate, channels);
    return { push: meter.push, finish: () => encodeLoudness(meter.finish()) };
  },
  rms: createRmsMeter,
};
