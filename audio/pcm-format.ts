/** How one sample of uncompressed sound is stored: in the upper bits of `bytes` bytes. */
export type SampleFormat = {
  kind: 'integer' | 'unsigned' | 'float';
  bytes: 1 | 2 | 3 | 4 | 8;
  littleEndian: boolean;
};

/**
 * The samples of an uncompressed file. They are interleaved, from byte `dataStart` on. `dataBytes` counts only whole
 * frames that are really in the file.
 */
export type PcmLayout = {
  container: 'riff' | 'rf64' | 'w64' | 'aiff';
  format: SampleFormat;
  /** The bit depth that the file claims; 24-bit samples may take 32 bits each. */
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

/** The bytes of an integer sample of this depth in bits, or null for an unsupported depth. */
export function integerBytes(bits: number): 1 | 2 | 3 | 4 | null {
  const bytes = Math.ceil(bits / 8);
  return bytes === 1 || bytes === 2 || bytes === 3 || bytes === 4 ? bytes : null;
}

/** More chunks than any program writes, so that reading a damaged file ends. */
export const maximumChunks = 1000;
