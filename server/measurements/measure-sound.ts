import type { ReadableBytes } from '../../audio/bytes.ts';
import { decodeSound } from '../../audio/decoding/decode-sound.ts';
import { loadFfmpegPackage } from '../../audio/decoding/ffmpeg.ts';
import type { SidecarName } from '../storage/blob-store.ts';
import { type Meter, meters } from './meter.ts';

/** The content of a file's sidecars, by name. */
export type Measured = Partial<Record<SidecarName, Uint8Array<ArrayBuffer>>>;

/**
 * Decodes a file once and lets each of these meters see every sample; null if there is no sound that can be read here.
 * Rejects if the file can't be read, or if a decoder gives up.
 */
export async function measureSound(
  file: ReadableBytes,
  mimeType: string,
  names: readonly SidecarName[],
): Promise<Measured | null> {
  let running: [SidecarName, Meter][] | null = null;
  for await (const { planes, sampleRate } of decodeSound(file, mimeType, loadFfmpegPackage)) {
    running ??= names.map((name) => [name, meters[name]({ sampleRate, channels: planes.length })]);
    for (const [, meter] of running) meter.push(planes);
  }
  return running && Object.fromEntries(running.map(([name, meter]) => [name, meter.finish()]));
}
