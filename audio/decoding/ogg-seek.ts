import { type ReadableBytes, textOf, viewOf } from '../bytes.ts';
import { bisect, type Place } from './bisect.ts';

/**
 * An Ogg file of one stream of Vorbis or Opus that can be entered in the middle. `header` is what a decoder needs
 * before any sound; `skipped` is how many samples come before the first one that is heard.
 */
export type OggMap = { header: Uint8Array; serial: number; first: OggPlace; last: Place; skipped: number };

/** A page whose sound begins after `sample`, up to the sample `after`, which is where `end` is. */
export type OggPlace = Place & { end: number; after: number };

type Page = { at: number; end: number; isContinued: boolean; granule: number; packets: number };

const headBytes = 27;
/** More than two of the largest pages. */
const span = 192 * 1024;
/** Headers may hold pictures. */
const longestHeader = 4 * 1024 ** 2;
/** Decoded before the first sample that is wanted: two blocks of Vorbis, or four times what Opus needs to settle. */
const preparingSamples = 16_384;

/** Null if it isn't one plain stream that says how long it is. Rejects if `file` does. */
export async function readOggMap(file: ReadableBytes): Promise<OggMap | null> {
  const stream = await readStream(file);
  if (!stream) return null;
  const { serial, headers, last, skipped } = stream;
  let at = 0;
  for (let packets = 0; packets < headers; ) {
    const page = pageAt(await file.read(at, headBytes + 255), 0, at);
    if (!page || page.serial !== serial || page.end > longestHeader) return null;
    packets += page.packets;
    at = page.end;
  }
  const [first] = pagesIn(await file.read(at, span), at, serial);
  if (!first || first.at !== at || first.granule < 0 || first.at >= last.at) return null;
  return {
    header: (await file.read(0, at)).slice(),
    serial,
    first: { at, sample: 0, end: first.end, after: first.granule },
    last: { at: last.at, sample: last.granule },
    skipped,
  };
}

/** How many samples are heard; null if it isn't one plain stream that says so. Rejects if `file` does. */
export async function readOggLength(file: ReadableBytes): Promise<number | null> {
  const stream = await readStream(file);
  return stream && Math.max(0, stream.last.granule - stream.skipped);
}

async function readStream(file: ReadableBytes) {
  const head = (await file.read(0, 64)).slice();
  const page = pageAt(head, 0, 0);
  const text = textOf(head);
  const opus = text.indexOf('OpusHead');
  if (!page || (opus < 0 && !text.includes('\x01vorbis'))) return null;
  const tailAt = Math.max(0, file.size - span);
  const tail = pagesIn(await file.read(tailAt, span), tailAt, page.serial);
  const last = tail.findLast(({ granule }) => granule >= 0);
  if (!last || tail.at(-1)?.end !== file.size) return null;
  // RFC 7845 §5.1: what only prepares the decoder.
  const skipped = opus < 0 ? 0 : viewOf(head).getUint16(opus + 10, true);
  return { serial: page.serial, headers: opus < 0 ? 3 : 2, last, skipped };
}

/** The place from which decoding gives the exact samples from `sample` on, which includes what a decoder drops at first. */
export function findOggPlace(file: ReadableBytes, map: OggMap, sample: number): Promise<OggPlace> {
  const range = { first: map.first, end: map.last, span, near: 4 * preparingSamples };
  return bisect(file, range, sample - preparingSamples, (bytes, at) => placesIn(bytes, at, map));
}

/** Each page that begins with a packet and isn't the last one, after one that says where its sound ends. */
function placesIn(bytes: Uint8Array, position: number, map: OggMap): OggPlace[] {
  const pages = pagesIn(bytes, position, map.serial);
  return pages.flatMap((page, index) => {
    const before = pages[index - 1];
    if (!before || before.end !== page.at || before.granule < 0) return [];
    if (page.isContinued || page.granule < 0 || page.at >= map.last.at) return [];
    return [{ at: page.at, sample: before.granule, end: page.end, after: page.granule }];
  });
}

/** The pages of a stream that begin in these bytes and are followed by another one, or by the end. */
function pagesIn(bytes: Uint8Array, position: number, serial: number): Page[] {
  const pages: Page[] = [];
  for (let at = 0; at + headBytes <= bytes.length; ) {
    const page = bytes[at] === 0x4f ? pageAt(bytes, at, position) : null;
    const isPage = page && page.serial === serial;
    if (isPage) pages.push(page);
    at = isPage ? page.end - position : at + 1;
  }
  return pages;
}

/** RFC 3533 §6. */
function pageAt(bytes: Uint8Array, at: number, position: number): (Page & { serial: number }) | null {
  if (at + headBytes > bytes.length || textOf(bytes, at, at + 5) !== 'OggS\0') return null;
  const view = viewOf(bytes);
  const kind = bytes[at + 5] ?? 0;
  const segments = bytes.subarray(at + headBytes, at + headBytes + (bytes[at + 26] ?? 0));
  if (segments.length !== bytes[at + 26]) return null;
  const length = segments.reduce((sum, segment) => sum + segment, headBytes + segments.length);
  return {
    at: position + at,
    end: position + at + length,
    isContinued: (kind & 1) !== 0,
    // −1: no packet ends on this page.
    granule: Number(view.getBigInt64(at + 6, true)),
    packets: segments.filter((segment) => segment < 255).length,
    serial: view.getUint32(at + 14, true),
  };
}
