const front = 1;
/** Sound from the side counts 1.5 dB more. */
const surround = 1.41;
const lowFrequencyEffects = 0;

/** By number of channels, in the order of a WAV: left, right, centre, low-frequency effects, then the surrounds. */
const layouts: Record<number, readonly number[]> = {
  4: [front, front, surround, surround],
  5: [front, front, front, surround, surround],
  6: [front, front, front, lowFrequencyEffects, surround, surround],
  // Sound from behind (Lb, Rb) counts like that from the front.
  8: [front, front, front, lowFrequencyEffects, front, front, surround, surround],
};

/**
 * How much the energy of each channel counts (ITU-R BS.1770-5 Annex 1 and 3). A single channel counts once, as from one
 * loudspeaker. Channels of an unknown layout all count once.
 */
export function channelWeights(channels: number): readonly number[] {
  return layouts[channels] ?? Array.from({ length: channels }, () => front);
}
