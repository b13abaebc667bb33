import type { ByteRange } from './byte-range.ts';
import { type ReadableBytes, readExactly, textOf, viewOf } from './bytes.ts';
import { type Chunk, openWave } from './wave-chunks.ts';

/** A named moment of a sound, or a stretch of `frames` from it. */
export type Cue = { name: string; frame: number; frames: number | null };

/** The content of a file: parts of another one, and new bytes. `size` is of all of it, in bytes. */
export type PatchedFile = { size: number; pieces: (ByteRange | Uint8Array<ArrayBuffer>)[] };

export type NoCues = 'not-a-wave' | 'damaged' | 'too-large';

/** Far more than any program writes. */
const longestList = 1024 ** 2;
const highest = 0xffff_ffff;

/**
 * A copy of a WAVE with cue points after its own, as chunks at its end (`cue ` and `LIST adtl`, as the Multimedia Programming
 * Interface describes them, names in UTF-8). Every byte of the sound, and of other chunks, stays as it is.
 */
export async function addCues(file: ReadableBytes, cues: readonly Cue[]): Promise<PatchedFile | NoCues> {
  const wave = await openWave(file);
  if (!wave || wave.container === 'w64') return 'not-a-wave';
  const found: { cues?: Chunk; labels?: Chunk; sizes?: Chunk; last?: Chunk } = {};
  for await (const chunk of wave.chunks) {
    found.last = chunk;
    if (chunk.name === 'cue ') found.cues ??= chunk;
    if (chunk.name === 'ds64') found.sizes ??= chunk;
    if (chunk.name === 'LIST' && textOf(await file.read(chunk.start, 4)) === 'adtl') found.labels ??= chunk;
  }
  const { last } = found;
  if (!last || last.start + last.size > file.size) return 'damaged';
  if (Math.max(found.cues?.size ?? 0, found.labels?.size ?? 0) > longestList) return 'too-large';
  const end = last.start + last.size;
  // The walk gave up before the end.
  if (end + (end % 2) + 8 <= file.size) return 'damaged';
  const known = await readKnown(file, found);
  const added = writeCues(known, cues);
  const pad = end % 2;
  const size = end + pad + added.length;

  const patches = new Map<number, Uint8Array<ArrayBuffer>>();
  for (const chunk of [found.cues, found.labels]) if (chunk) patches.set(chunk.start - 8, ascii('junk'));
  if (wave.container === 'riff') {
    if (size - 8 > highest) return 'too-large';
    patches.set(
      4,
      numbers(4, (view) => view.setUint32(0, size - 8, true)),
    );
  } else if (found.sizes) {
    patches.set(
      found.sizes.start,
      numbers(8, (view) => view.setBigUint64(0, BigInt(size - 8), true)),
    );
  }
  const pieces = cutAround(end, patches);
  pieces.push(new Uint8Array(pad), added);
  return { size, pieces };
}

/** The bytes up to `end`, with patches in place of what is there. */
function cutAround(
  end: number,
  patches: ReadonlyMap<number, Uint8Array<ArrayBuffer>>,
): PatchedFile['pieces'] {
  const pieces: PatchedFile['pieces'] = [];
  let at = 0;
  for (const [start, bytes] of [...patches].sort(([one], [other]) => one - other)) {
    if (start > at) pieces.push({ start: at, end: start - 1 });
    pieces.push(bytes);
    at = start + bytes.length;
  }
  if (end > at) pieces.push({ start: at, end: end - 1 });
  return pieces;
}

/** The cue points and labels that the file has, as they are. `nextId` isn't used by any of them. */
type Known = { points: Uint8Array; count: number; labels: Uint8Array; nextId: number };

async function readKnown(
  file: ReadableBytes,
  { cues, labels }: { cues?: Chunk; labels?: Chunk },
): Promise<Known> {
  const bytes = (cues && (await readExactly(file, cues.start, cues.size))) ?? new Uint8Array(4);
  const announced = bytes.length >= 4 ? viewOf(bytes).getUint32(0, true) : 0;
  const count = Math.min(announced, Math.floor(Math.max(0, bytes.length - 4) / 24));
  const points = bytes.subarray(4, 4 + 24 * count);
  let nextId = 1;
  for (let at = 0; at < points.length; at += 24)
    nextId = Math.max(nextId, viewOf(points).getUint32(at, true) + 1);
  const list = (labels && (await readExactly(file, labels.start, labels.size))) ?? new Uint8Array(4);
  // Ids wrap around only in files that are made to be broken.
  return { points, count, labels: padded(list.subarray(4)), nextId: nextId > highest - 100_000 ? 1 : nextId };
}

function writeCues(known: Known, cues: readonly Cue[]): Uint8Array<ArrayBuffer> {
  const points: Uint8Array[] = [known.points];
  const labels: Uint8Array[] = [known.labels];
  for (const [index, { name, frame, frames }] of cues.entries()) {
    const id = known.nextId + index;
    const at = Math.min(highest, Math.round(frame));
    points.push(
      numbers(24, (view) => {
        view.setUint32(0, id, true);
        view.setUint32(4, at, true);
        view.setUint32(20, at, true);
      }),
    );
    (points.at(-1) as Uint8Array).set(ascii('data'), 8);
    const idBytes = numbers(4, (view) => view.setUint32(0, id, true));
    labels.push(chunk('labl', concat([idBytes, new TextEncoder().encode(name), new Uint8Array(1)])));
    if (frames === null) continue;
    const stretch = numbers(20, (view) => {
      view.setUint32(0, id, true);
      view.setUint32(4, Math.min(highest, Math.round(frames)), true);
    });
    stretch.set(ascii('rgn '), 8);
    labels.push(chunk('ltxt', stretch));
  }
  const count = numbers(4, (view) => view.setUint32(0, known.count + cues.length, true));
  return concat([
    chunk('cue ', concat([count, ...points])),
    chunk('LIST', concat([ascii('adtl'), ...labels])),
  ]);
}

function chunk(name: string, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const size = numbers(4, (view) => view.setUint32(0, content.length, true));
  return concat([ascii(name), size, padded(content)]);
}

const padded = (bytes: Uint8Array) => (bytes.length % 2 ? concat([bytes, new Uint8Array(1)]) : bytes);

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

function numbers(length: number, write: (view: DataView) => void): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  write(viewOf(bytes));
  return bytes;
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
