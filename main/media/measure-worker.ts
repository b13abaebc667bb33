import { open, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { decodeSound } from '../../audio/decoding/decode-sound.ts';
import { loadFfmpegPackage } from '../../audio/decoding/ffmpeg.ts';
import { storedLoudness } from '../../audio/loudness/loudness-format.ts';
import { createLoudnessMeter, type LoudnessMeter } from '../../audio/loudness/loudness-meter.ts';
import type { Loudness } from '../../protocol/wire/file.ts';

/** `size`: the file's when it was hashed. */
export type MeasureRequest = { path: string; size: number };

export type MeasureResult =
  | { kind: 'measured'; loudness: Loudness }
  /** No sound that can be read here. */
  | { kind: 'none' }
  /** The file changed, or can't be read at the moment. */
  | { kind: 'unreadable' };

/** By the ending of a name. Uncompressed sound is recognised by its content. */
const types: Record<string, string> = {
  mp3: 'audio/mpeg',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  oga: 'audio/ogg',
  opus: 'audio/ogg',
  m4a: 'audio/mp4',
  mp4: 'audio/mp4',
  aac: 'audio/aac',
};

const port = parentPort;
if (!port) throw new Error('The measure worker runs as a worker thread only');

port.on('message', async (request: MeasureRequest) => {
  port.postMessage(await measure(request));
});

async function measure({ path, size }: MeasureRequest): Promise<MeasureResult> {
  try {
    const before = await stat(path);
    if (before.size !== size) return { kind: 'unreadable' };
    const meter = await readSound(path, size);
    const after = await stat(path);
    if (after.size !== size || after.mtimeMs !== before.mtimeMs) return { kind: 'unreadable' };
    return meter ? { kind: 'measured', loudness: storedLoudness(meter.finish()).loudness } : { kind: 'none' };
  } catch (error) {
    // File system errors name their call; those of a decoder that gave up on its input don't.
    return { kind: (error as NodeJS.ErrnoException).syscall === undefined ? 'none' : 'unreadable' };
  }
}

async function readSound(path: string, size: number): Promise<LoudnessMeter | null> {
  await using handle = await open(path, 'r');
  const file = {
    size,
    async read(position: number, length: number): Promise<Uint8Array> {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - position)));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, position);
      return bytes.subarray(0, bytesRead);
    },
  };
  const mimeType = types[path.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'audio/wav';
  let meter: LoudnessMeter | null = null;
  let started = performance.now();
  for await (const { planes, sampleRate } of decodeSound(file, mimeType, loadFfmpegPackage)) {
    meter ??= createLoudnessMeter(sampleRate, planes.length);
    meter.push(planes);
    // Rests as long as it works: the DAW beside it needs the processor more.
    await wait(performance.now() - started);
    started = performance.now();
  }
  return meter;
}
