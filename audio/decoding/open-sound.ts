import { alacSamples } from '../alac-samples.ts';
import { readAlacTrack } from '../alac-track.ts';
import type { ReadableBytes } from '../bytes.ts';
import { frameCountOf, type PcmLayout } from '../pcm-format.ts';
import { readPcmLayout } from '../pcm-layout.ts';
import { decodeCompressed, decodeFlacFrom, decodePcm, type SoundPiece, skipFrames } from './decode-sound.ts';
import type { FfmpegLoader } from './ffmpeg.ts';
import { readFlacMap } from './flac-seek.ts';

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
  const map = mimeType === 'audio/flac' ? await readFlacMap(file) : null;
  const opened = await openCompressed(() => decodeCompressed(file, mimeType, loadFfmpeg));
  return opened && map
    ? { ...opened, isDirect: true, readFrom: (frame) => decodeFlacFrom(file, map, frame) }
    : opened;
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
