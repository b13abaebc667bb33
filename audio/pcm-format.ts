/** How one sample of uncompressed sound is written. `bytes` is the room it takes; its value is in the upper bits. */
export type SampleFormat = {
  kind: 'integer' | 'unsigned' | 'float';
  bytes: 1 | 2 | 3 | 4 | 8;
  littleEndian: boolean;
};

/**
 * Where the samples of an uncompressed file lie and what they are. Samples are interleaved; `dataStart` and
 * `dataBytes` in bytes, the latter always whole frames that are really in the file.
 */
export type PcmLayout = {
  container: 'riff' | 'rf64' | 'w64' | 'aiff';
  format: SampleFormat;
  /** What the file says of the depth, in bits; 24 in a room of 32 bits happens. */
  bitDepth: number;
  channels: number;
  sampleRate: number;
  dataStart: number;
  dataBytes: number;
};

/** Bytes of one sample of every channel. */
export function frameBytesOf({ format, channels }: PcmLayout): number {
  return format.bytes * channels;
}

export function frameCountOf(layout: PcmLayout): number {
  return layout.dataBytes / frameBytesOf(layout);
}

/** The room of an integer sample of so many bits, or null where no file of ours has such. */
export function integerBytes(bits: number): 1 | 2 | 3 | 4 | null {
  const bytes = Math.ceil(bits / 8);
  return bytes === 1 || bytes === 2 || bytes === 3 || bytes === 4 ? bytes : null;
}

/** More chunks than any program writes: a broken file must not be walked for ever. */
export const maximumChunks = 1000;
