import { type ReadableBytes, viewOf } from './bytes.ts';
import { frameBytesOf, frameCountOf, type PcmLayout, type SampleFormat } from './pcm-format.ts';
import { sampleReader } from './sample-reader.ts';

/** The format of the WAV's samples: as wide as Chromium plays and the source has. */
type Target = { code: number; bytes: 2 | 3 | 4; write(view: DataView, at: number, value: number): void };

const integer16: Target = {
  code: 1,
  bytes: 2,
  write: (view, at, value) => view.setInt16(at, toInteger(value, 16), true),
};
const integer24: Target = {
  code: 1,
  bytes: 3,
  write(view, at, value) {
    const sample = toInteger(value, 24);
    view.setInt16(at, sample, true);
    view.setInt8(at + 2, sample >> 16);
  },
};
/** Keeps samples beyond full scale, which play undistorted at a lower volume. */
const float32: Target = { code: 3, bytes: 4, write: (view, at, value) => view.setFloat32(at, value, true) };

/** Whether Chromium plays the file unchanged: it plays uncompressed RIFF and RF64 with samples of up to 32 bits. */
export function isPlayable({ container, format, channels }: PcmLayout): boolean {
  const isWave = container === 'riff' || container === 'rf64';
  return isWave && format.bytes <= 4 && channels <= maximumPlayableChannels;
}

/** Chromium's limit for channels in a file. Only the first ones of more are played. */
const maximumPlayableChannels = 32;

/**
 * The sound of `source` as a WAV that Chromium plays: up to 16 bits as 16, more as 24, and floats as 32-bit floats. Each
 * read converts only its own samples, and any part is the same bytes as in the whole. Reads at most one frame more than
 * it needs on either side.
 */
export function playableWave(source: ReadableBytes, layout: PcmLayout): ReadableBytes {
  const target = targetOf(layout.format);
  const channels = Math.min(layout.channels, maximumPlayableChannels);
  const sourceFrame = frameBytesOf(layout);
  const targetFrame = target.bytes * channels;
  const frames = frameCountOf(layout);
  const header = waveHeader(target, channels, layout.sampleRate, frames);
  const size = header.length + frames * targetFrame;

  /** Converts the frames from `first` to before `last`. */
  async function readFrames(first: number, last: number): Promise<Uint8Array> {
    const bytes = await source.read(layout.dataStart + first * sourceFrame, (last - first) * sourceFrame);
    const count = Math.floor(bytes.length / sourceFrame);
    const sampleAt = sampleReader(bytes, layout.format);
    const converted = new Uint8Array(count * targetFrame);
    const view = viewOf(converted);
    let to = 0;
    for (let frame = 0; frame < count; frame++) {
      let from = frame * sourceFrame;
      for (let channel = 0; channel < channels; channel++) {
        target.write(view, to, sampleAt(from));
        from += layout.format.bytes;
        to += target.bytes;
      }
    }
    return converted;
  }

  return {
    size,
    async read(position, length) {
      const end = Math.min(position + length, size);
      if (position >= end) return new Uint8Array(0);
      const head = header.subarray(Math.min(position, header.length), Math.min(end, header.length));
      const from = Math.max(position - header.length, 0);
      const to = end - header.length;
      if (to <= from) return head;
      const first = Math.floor(from / targetFrame);
      const converted = await readFrames(first, Math.ceil(to / targetFrame));
      const wanted = converted.subarray(from - first * targetFrame, to - first * targetFrame);
      if (head.length === 0) return wanted;
      const joined = new Uint8Array(head.length + wanted.length);
      joined.set(head);
      joined.set(wanted, head.length);
      return joined;
    },
  };
}

function targetOf({ kind, bytes }: SampleFormat): Target {
  if (kind === 'float') return float32;
  return bytes <= 2 ? integer16 : integer24;
}

/** Reverses the scaling of `sampleReader`, so that a sample of the same depth is unchanged. */
function toInteger(value: number, bits: 16 | 24): number {
  const scale = 2 ** (bits - 1);
  return Math.max(-scale, Math.min(scale - 1, Math.floor(value * scale)));
}

/** RIFF WAVE (Microsoft, 1994). Lengths over 4 GiB become the largest possible: players read to the end. */
function waveHeader(
  { code, bytes }: Target,
  channels: number,
  sampleRate: number,
  frames: number,
): Uint8Array {
  const header = new Uint8Array(44);
  const view = viewOf(header);
  const dataBytes = frames * bytes * channels;
  const name = (at: number, text: string) => {
    for (let index = 0; index < text.length; index++) header[at + index] = text.charCodeAt(index);
  };
  const length = (at: number, value: number) => view.setUint32(at, Math.min(value, 0xffff_ffff), true);
  name(0, 'RIFF');
  length(4, 36 + dataBytes);
  name(8, 'WAVEfmt ');
  length(16, 16);
  view.setUint16(20, code, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * bytes * channels, true);
  view.setUint16(32, bytes * channels, true);
  view.setUint16(34, bytes * 8, true);
  name(36, 'data');
  length(40, dataBytes);
  return header;
}
