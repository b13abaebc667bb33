import { type FileHandle, mkdir, open, rename, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type AudioLayout, layoutOf, type Sound } from './audio.ts';

/**
 * Ways in which DAWs write a bounce.
 *
 * `header-last`: zeros first, the header after all samples. `header-first`: the final header first, so it is right long
 * before the file is complete. `header-flushed`: the header is updated at each flush (JUCE). `preallocated`: the file
 * gets its full size first and is then filled. `temp-rename`: written under a temporary name, then renamed. `overwrite`:
 * written over the existing file from its start, then truncated. `replace`: written beside the existing file, then
 * renamed over it. `crashed`: stops in the middle, with the header never written.
 */
export const writingStyles = [
  'header-last',
  'header-first',
  'header-flushed',
  'preallocated',
  'temp-rename',
  'overwrite',
  'replace',
  'crashed',
] as const;
export type WritingStyle = (typeof writingStyles)[number];

export type WriteOptions = {
  style?: WritingStyle;
  /** How many pieces the samples are written in. */
  pieces?: number;
  /** Milliseconds between two pieces, with the file open. */
  pause?: number;
  /** Milliseconds of silence in the middle, with the file open: the plug-ins of a heavy mix. */
  stall?: number;
  /** Called after each piece with the fraction written, 0 to 1. */
  onPiece?(share: number): unknown;
};

/** Writes the sound like a DAW. Resolves when the file is closed under its final name. */
export async function writeBounce(path: string, sound: Sound, options: WriteOptions = {}): Promise<void> {
  const { style = 'header-last' } = options;
  const layout = layoutOf(sound);
  await mkdir(dirname(path), { recursive: true });
  if (style === 'temp-rename' || style === 'replace') {
    const temporary = style === 'replace' ? `${path}.new` : `${path}.tmp`;
    await writeInto(temporary, 'w', layout, options);
    await rename(temporary, path);
  } else {
    await writeInto(path, style === 'overwrite' ? 'r+' : 'w', layout, options);
    if (style === 'overwrite') await truncate(path, layout.headerBytes + layout.frames * layout.frameBytes);
  }
}

async function writeInto(
  path: string,
  flags: 'w' | 'r+',
  layout: AudioLayout,
  { style = 'header-last', pieces = 8, pause = 0, stall = 0, onPiece }: WriteOptions,
): Promise<void> {
  await using file = await open(path, flags);
  const { frames, frameBytes, headerBytes } = layout;
  if (style === 'preallocated') await file.truncate(headerBytes + frames * frameBytes);
  const early = style === 'header-first' || style === 'preallocated';
  await file.write(early ? layout.header(frames) : Buffer.alloc(headerBytes), 0, headerBytes, 0);
  const pieceFrames = Math.max(1, Math.ceil(frames / pieces));
  let written = 0;
  for (let piece = 0; written < frames; piece++) {
    if (style === 'crashed' && written >= frames / 2) return;
    const count = Math.min(pieceFrames, frames - written);
    await writeSamples(file, layout, written, count);
    written += count;
    if (style === 'header-flushed') await file.write(layout.header(written), 0, headerBytes, 0);
    await onPiece?.(written / frames);
    if (written < frames) await wait(pause + (piece === Math.floor(pieces / 2) - 1 ? stall : 0));
  }
  if (!early) await file.write(layout.header(frames), 0, headerBytes, 0);
}

const batchFrames = 48_000;

async function writeSamples(
  file: FileHandle,
  layout: AudioLayout,
  from: number,
  count: number,
): Promise<void> {
  for (let done = 0; done < count; done += batchFrames) {
    const samples = layout.samples(from + done, Math.min(batchFrames, count - done));
    await file.write(samples, 0, samples.length, layout.headerBytes + (from + done) * layout.frameBytes);
  }
}
