import { type ReadableBytes, readExactly, textOf, viewOf } from '../../audio/bytes.ts';
import { readMp3Map } from '../../audio/decoding/mp3-seek.ts';
import { readOggLength } from '../../audio/decoding/ogg-seek.ts';
import { readSoundTrack } from '../../audio/mp4-boxes.ts';
import { frameCountOf } from '../../audio/pcm-format.ts';
import { readPcmLayout } from '../../audio/pcm-layout.ts';
import type { AudioFacts } from '../../protocol/wire/file.ts';
import { toAudioFacts } from './checked-facts.ts';

type Stated = Omit<AudioFacts, 'durationSeconds' | 'music'> & { frames: number };

/**
 * The facts that the header of a file states, by a few small reads; null if it doesn't say how long it is. For files
 * that take too long to be read by a library.
 */
export async function readHeaderFacts(file: ReadableBytes, mimeType: string): Promise<AudioFacts | null> {
  const stated = await readStated(file, mimeType);
  if (!stated) return null;
  const { frames, ...facts } = stated;
  return toAudioFacts({ ...facts, durationSeconds: frames / facts.sampleRate });
}

async function readStated(file: ReadableBytes, mimeType: string): Promise<Stated | null> {
  switch (mimeType) {
    case 'audio/flac':
      return readFlac(file);
    case 'audio/ogg':
      return readOgg(file);
    case 'audio/mpeg':
      return readMp3(file);
    case 'audio/mp4':
      return readMp4(file);
    default: {
      const layout = await readPcmLayout(file);
      if (!layout) return null;
      const { sampleRate, channels, bitDepth } = layout;
      return { sampleRate, channels, bitDepth, frames: frameCountOf(layout) };
    }
  }
}

/** RFC 9639 §8.2. */
async function readFlac(file: ReadableBytes): Promise<Stated | null> {
  const head = await readExactly(file, 0, 26);
  if (!head || textOf(head, 0, 4) !== 'fLaC') return null;
  const facts = viewOf(head).getBigUint64(18);
  const field = (shift: bigint, bits: number) => Number((facts >> shift) & ((1n << BigInt(bits)) - 1n));
  const frames = field(0n, 36);
  if (frames === 0) return null;
  return { sampleRate: field(44n, 20), channels: field(41n, 3) + 1, bitDepth: field(36n, 5) + 1, frames };
}

/** Vorbis I §4.2.2, RFC 7845 §5.1. */
async function readOgg(file: ReadableBytes): Promise<Stated | null> {
  const frames = await readOggLength(file);
  const head = (await file.read(0, 64)).slice();
  const text = textOf(head);
  const [opus, vorbis] = [text.indexOf('OpusHead'), text.indexOf('\x01vorbis')];
  if (frames === null) return null;
  if (opus >= 0) return { sampleRate: 48_000, channels: head[opus + 9] ?? 0, bitDepth: null, frames };
  const sampleRate = viewOf(head).getUint32(vorbis + 12, true);
  return { sampleRate, channels: head[vorbis + 11] ?? 0, bitDepth: null, frames };
}

async function readMp3(file: ReadableBytes): Promise<Stated | null> {
  const map = await readMp3Map(file);
  if (!map || map.end === Number.POSITIVE_INFINITY) return null;
  const { sampleRate, channels } = map;
  return { sampleRate, channels, bitDepth: null, frames: map.end - map.start };
}

async function readMp4(file: ReadableBytes): Promise<Stated | null> {
  const track = await readSoundTrack(file);
  if (!track) return null;
  const { sampleRate, channels, seconds } = track;
  return { sampleRate, channels, bitDepth: null, frames: seconds * sampleRate };
}
