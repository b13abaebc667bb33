import { type ReadableBytes, textOf, viewOf } from '../bytes.ts';
import { type Box, boxesIn, findBox, readMovie } from '../mp4-boxes.ts';

const packetSamples = 1024;

/**
 * Whether the first sound track of an MP4 is plain AAC that plays without a break: every packet but the last lasts 1,024
 * samples of this rate, so none depends on more than the packet before.
 */
export async function isEvenAac(file: ReadableBytes, sampleRate: number): Promise<boolean> {
  const movie = await readMovie(file);
  if (!movie) return false;
  try {
    for (const track of boxesIn(movie, 'trak')) {
      const handler = findBox(movie, 'mdia/hdlr', track);
      if (!handler || textOf(movie, handler.start + 8, handler.start + 12) !== 'soun') continue;
      return isEven(movie, track, sampleRate);
    }
  } catch (error) {
    // A table that claims more entries than it has.
    if (!(error instanceof RangeError)) throw error;
  }
  return false;
}

function isEven(movie: Uint8Array, track: Box, sampleRate: number): boolean {
  const view = viewOf(movie);
  const header = findBox(movie, 'mdia/mdhd', track);
  const description = findBox(movie, 'mdia/minf/stbl/stsd', track);
  const durations = findBox(movie, 'mdia/minf/stbl/stts', track);
  if (!header || !description || !durations) return false;
  const scaleAt = header.start + (view.getUint8(header.start) === 1 ? 20 : 12);
  if (view.getUint32(scaleAt) !== sampleRate) return false;
  if (textOf(movie, description.start + 12, description.start + 16) !== 'mp4a') return false;
  const edits = findBox(movie, 'edts/elst', track);
  if (edits && view.getUint32(edits.start + 4) > 1) return false;
  const entries = view.getUint32(durations.start + 4);
  for (let entry = 0; entry < entries; entry++) {
    const at = durations.start + 8 + 8 * entry;
    const isLast = entry === entries - 1 && view.getUint32(at) === 1;
    if (!isLast && view.getUint32(at + 4) !== packetSamples) return false;
  }
  return entries > 0;
}
