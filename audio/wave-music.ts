import { type ReadableBytes, textOf, viewOf } from './bytes.ts';
import type { Chunk } from './wave-chunks.ts';

/** Facts about the music in the chunks of a WAVE. `sections` are its named cue points, in seconds. */
export type WaveMusic = {
  tempo?: number;
  sections?: { name: string; from: number }[];
  /** The description of a broadcast wave, for a reader of text. */
  description?: string;
};

/** A description and some dozens of labels are far smaller. */
const longestChunk = 65_536;
const mostCues = 64;
const longestName = 40;

const read = (file: ReadableBytes, { start, size }: Chunk) => file.read(start, Math.min(size, longestChunk));

/**
 * Collects `acid`, `bext`, `cue ` and the labels in `LIST adtl`. Chunks are read at most to 64 kB each, and each kind once.
 */
export function createWaveMusicReader(file: ReadableBytes) {
  const music: WaveMusic = {};
  let cues: Map<number, number> | null = null;
  let labels: Map<number, string> | null = null;
  return {
    async take(chunk: Chunk): Promise<void> {
      if (chunk.name === 'acid' && music.tempo === undefined) {
        const tempo = readTempo(await read(file, chunk));
        if (tempo !== null) music.tempo = tempo;
      } else if (chunk.name === 'bext' && music.description === undefined) {
        music.description = latin(await file.read(chunk.start, Math.min(chunk.size, 256)));
      } else if (chunk.name === 'cue ' && !cues) cues = readCues(await read(file, chunk));
      else if (chunk.name === 'LIST' && !labels) labels = readLabels(await read(file, chunk));
    },
    finish(sampleRate: number): WaveMusic {
      const sections = [...(cues ?? [])].flatMap(([id, frame]) => {
        const name = labels?.get(id)?.trim().slice(0, longestName).trim();
        return name && sampleRate > 0 ? [{ name, from: frame / sampleRate }] : [];
      });
      if (sections.length === 0) return music;
      return { ...music, sections: sections.sort((one, other) => one.from - other.from) };
    },
  };
}

/** Of ACID loops: not of one-shots, which have no tempo. */
function readTempo(bytes: Uint8Array): number | null {
  if (bytes.length < 24) return null;
  const view = viewOf(bytes);
  const isOneShot = (view.getUint32(0, true) & 1) !== 0;
  const tempo = view.getFloat32(20, true);
  return !isOneShot && tempo >= 20 && tempo <= 400 ? Math.round(tempo * 100) / 100 : null;
}

/** The frame of each cue point, by its id. */
function readCues(bytes: Uint8Array): Map<number, number> {
  const cues = new Map<number, number>();
  const view = viewOf(bytes);
  const count = bytes.length >= 4 ? Math.min(view.getUint32(0, true), mostCues) : 0;
  for (let index = 0; index < count && 4 + 24 * (index + 1) <= bytes.length; index++) {
    const at = 4 + 24 * index;
    cues.set(view.getUint32(at, true), view.getUint32(at + 20, true));
  }
  return cues;
}

/** The text of each label, by the id of its cue point; null for other lists. */
function readLabels(bytes: Uint8Array): Map<number, string> | null {
  if (textOf(bytes, 0, 4) !== 'adtl') return null;
  const labels = new Map<number, string>();
  const view = viewOf(bytes);
  for (let at = 4; at + 12 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const end = Math.min(bytes.length, at + 8 + size);
    if (textOf(bytes, at, at + 4) === 'labl' && end > at + 12)
      labels.set(view.getUint32(at + 8, true), latin(bytes.subarray(at + 12, end)));
    at += 8 + size + (size % 2);
  }
  return labels;
}

/** Up to the first zero. UTF-8 where it is valid, as newer programs write it. */
function latin(bytes: Uint8Array): string {
  const zero = bytes.indexOf(0);
  const text = zero === -1 ? bytes : bytes.subarray(0, zero);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(text);
  } catch {
    return new TextDecoder('latin1').decode(text);
  }
}
