import { alacSamples } from '../alac-samples.ts';
import { readAlacTrack } from '../alac-track.ts';
import type { ReadableBytes } from '../bytes.ts';
import { frameCountOf, type PcmLayout } from '../pcm-format.ts';
import { readPcmLayout } from '../pcm-layout.ts';
import { readAdtsMap } from './adts-seek.ts';
import { adtsEntry, flacEntry, mp3Entry, mp4Entry, oggEntry, type SoundEntry } from './decode-from.ts';
import { decodeCompressed, decodePcm, type SoundPiece } from './decode-sound.ts';
import type { FfmpegLoader } from './ffmpeg.ts';
import { readFlacMap } from './flac-seek.ts';
import { skipFrames } from './frame-cuts.ts';
import { readMp3Map } from './mp3-seek.ts';
import { isEvenAac } from './mp4-seek.ts';
import { readOggMap } from './ogg-seek.ts';

/** Read at a time, in bytes: little, because a listener waits for the first piece, and several sounds may be open. */
const pieceBytes = 256 * 1024;

/**
 * Sound that can be read from any frame. Frame 0 is the first sample that `decodeSound` yields, so positions agree to
 * the sample with waveforms and all other figures, whatever the format.
 */
export type OpenSound = {
  sampleRate: number;
  channels: number;
  /** Null for compressed sound, whose length is only known at its end. */
  frames: number | null;
  /** Reading costs about the same from every frame. Otherwise everything before it is decoded first. */
  isDirect: boolean;
  /** Yields nothing from the end on. */
  readFrom(frame: number): AsyncGenerator<SoundPiece>;
};

/** Null if there is no sound that can be read here. Rejects if `file` does, or if a decoder gives up. */
export async function openSound(
  file: ReadableBytes,
  mimeType: string,
  loadFfmpeg: FfmpegLoader,
): Promise<OpenSound | null> {
  const layout = await readPcmLayout(file);
  if (layout) return openPcm(file, layout);
  const track = mimeType === 'audio/mp4' ? await readAlacTrack(file) : null;
  if (track) {
    const { samples, layout } = alacSamples(file, track);
    return openPcm(samples, layout);
  }
  const opened = await openCompressed(() => decodeCompressed(file, mimeType, loadFfmpeg));
  const enter = opened && (await findEntry(file, mimeType, opened, loadFfmpeg));
  return opened && enter ? { ...opened, isDirect: true, readFrom: enter } : opened;
}

/** Null if the samples in the middle can't be known without those before. */
async function findEntry(
  file: ReadableBytes,
  mimeType: string,
  { sampleRate }: OpenSound,
  loadFfmpeg: FfmpegLoader,
): Promise<SoundEntry | null> {
  switch (mimeType) {
    case 'audio/flac': {
      const map = await readFlacMap(file);
      return map && flacEntry(file, map);
    }
    case 'audio/ogg': {
      const map = await readOggMap(file);
      return map && (await oggEntry(file, map));
    }
    case 'audio/mpeg': {
      const map = await readMp3Map(file);
      return map && mp3Entry(file, map);
    }
    case 'audio/aac': {
      // Where it comes out at another rate, frames depend on many before.
      const map = await readAdtsMap(file);
      return map && map.sampleRate === sampleRate ? adtsEntry(file, map, loadFfmpeg) : null;
    }
    default:
      return (await isEvenAac(file, sampleRate)) ? mp4Entry(file, loadFfmpeg) : null;
  }
}

function openPcm(file: ReadableBytes, layout: PcmLayout): OpenSound {
  return {
    sampleRate: layout.sampleRate,
    channels: layout.channels,
    frames: frameCountOf(layout),
    isDirect: true,
    readFrom: (frame) => decodePcm(file, layout, frame, pieceBytes),
  };
}

async function openCompressed(decode: () => AsyncGenerator<SoundPiece>): Promise<OpenSound | null> {
  for await (const { planes, sampleRate } of decode()) {
    return {
      sampleRate,
      channels: planes.length,
      frames: null,
      isDirect: false,
      readFrom: (frame) => skipFrames(decode(), frame),
    };
  }
  return null;
}
