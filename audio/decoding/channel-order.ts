import { textOf } from '../bytes.ts';

/** For each channel of a WAV, the channel of a Vorbis or Opus stream, by their number (Vorbis I §4.3.9, RFC 7845 §5.1.1.2). */
const orders: Record<number, readonly number[]> = {
  3: [0, 2, 1],
  5: [0, 2, 1, 3, 4],
  6: [0, 2, 1, 5, 3, 4],
  7: [0, 2, 1, 6, 5, 3, 4],
  8: [0, 2, 1, 7, 5, 6, 3, 4],
};

/** Puts the channels of Vorbis, whose centre is second, in the order of a WAV, which all other codecs have. */
export function inWaveOrder<Plane>(channels: Plane[]): Plane[] {
  const order = orders[channels.length];
  return order ? order.map((channel) => channels[channel] as Plane) : channels;
}

/** Whether the channels of an Ogg file are in the order of Vorbis. `head` is the beginning of the file. */
export function isInVorbisOrder(head: Uint8Array): boolean {
  const text = textOf(head.subarray(0, 64));
  const opus = text.indexOf('OpusHead');
  // Other mapping families of Opus have no order, or are never more than stereo.
  return opus < 0 ? text.includes('\x01vorbis') : head[opus + 18] === 1;
}
