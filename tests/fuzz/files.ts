import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { makePng } from '../helpers/pictures.ts';

const folder = join(import.meta.dirname, '../fixtures/audio');
const mostBytes = 64 * 1024;

/** Real files of every kind, or their beginnings. */
const seeds: Buffer[] = [
  ...readdirSync(folder)
    .filter((name) => !name.endsWith('.md'))
    .sort()
    .map((name) => readFileSync(join(folder, name)).subarray(0, mostBytes)),
  makePng(8, 8),
  Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
  Buffer.from('UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAwA0JaQAA3AA/vuUAAA=', 'base64'),
  Buffer.from(
    'ffd8ffe000104a46494600010100000100010000ffc0000b080001000101011100ffda0008010100003f00d2cf20ffd9',
    'hex',
  ),
];

/** Lengths and counts that break careless arithmetic. */
const sizes = [0, 1, 7, 8, 0x7f, 0xff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];
const size = fc.oneof(fc.constantFrom(...sizes), fc.nat(100), fc.nat(0xffff_ffff));

/** A change of a file at some place, as a part of its length. */
type Change = { kind: number; at: number; length: number; value: number; bytes: Uint8Array };
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.nat(7),
  at: fc.double({ min: 0, max: 1, noNaN: true }).map((place) => place ** 3),
  length: fc.nat(600),
  value: size,
  bytes: fc.uint8Array({ maxLength: 40 }),
});

function apply(file: Buffer, { kind, at, length, value, bytes }: Change): Buffer {
  const place = Math.floor(at * Math.max(0, file.length - 8));
  const [before, after] = [file.subarray(0, place), file.subarray(place)];
  switch (kind) {
    case 0:
      return before;
    case 1:
      return Buffer.concat([before, bytes, after]);
    case 2:
      return Buffer.concat([before, after.subarray(length)]);
    case 3:
      return Buffer.concat([before, after.subarray(0, length), after.subarray(0, length), after]);
    case 4:
      return Buffer.concat([
        file,
        ...Array.from({ length: length % 20 }, () => after.subarray(0, 200)),
      ]).subarray(0, 4 * mostBytes);
    default: {
      const changed = Buffer.from(file);
      if (changed.length < place + 4) return changed;
      if (kind === 5) changed.writeUInt32BE(value, place);
      else if (kind === 6) changed.writeUInt32LE(value, place);
      else changed[place] = value & 0xff;
      return changed;
    }
  }
}

/** A real file with a few changes, most of them near its beginning. */
const changed = fc
  .tuple(fc.constantFrom(...seeds), fc.array(change, { minLength: 1, maxLength: 6 }))
  .map(([seed, changes]) => changes.reduce(apply, seed));

const small = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
const number32 = (value: number, isBig: boolean) => {
  const bytes = Buffer.alloc(4);
  if (isBig) bytes.writeUInt32BE(value >>> 0);
  else bytes.writeUInt32LE(value >>> 0);
  return bytes;
};

/** A chunk with a name, a length (right five times in six), and data; RIFF and W64 count little-endian, AIFF and PNG big. */
function chunk(names: string[], data: fc.Arbitrary<Buffer>, isBig: boolean): fc.Arbitrary<Buffer> {
  return fc
    .tuple(fc.constantFrom(...names), data, fc.option(size, { freq: 5, nil: undefined }))
    .map(([name, content, claimed]) =>
      Buffer.concat([Buffer.from(name, 'latin1'), number32(claimed ?? content.length, isBig), content]),
    );
}

const joined = (one: fc.Arbitrary<Buffer>, maxLength = 12) =>
  fc.array(one, { maxLength }).map((all) => Buffer.concat(all));

const words = fc
  .array(size, { maxLength: 12 })
  .map((all) => Buffer.concat(all.map((value) => number32(value, false))));

const riff = fc
  .tuple(
    fc.constantFrom('RIFF', 'RF64', 'BW64', 'riff'),
    fc.constantFrom('WAVE', 'WEBP', 'AVI '),
    joined(
      chunk(
        [
          'fmt ',
          'data',
          'ds64',
          'LIST',
          'bext',
          'smpl',
          'acid',
          'cue ',
          'id3 ',
          'iXML',
          'VP8 ',
          'VP8X',
          'VP8L',
          'ANIM',
          'JUNK',
        ],
        fc.oneof(words, small),
        false,
      ),
    ),
  )
  .map(([form, type, chunks]) =>
    Buffer.concat([Buffer.from(form), number32(chunks.length + 4, false), Buffer.from(type), chunks]),
  );

const aiff = fc
  .tuple(
    fc.constantFrom('AIFF', 'AIFC'),
    joined(chunk(['COMM', 'SSND', 'FVER', 'MARK', 'ID3 '], fc.oneof(words, small), true)),
  )
  .map(([type, chunks]) =>
    Buffer.concat([Buffer.from('FORM'), number32(chunks.length + 4, true), Buffer.from(type), chunks]),
  );

/** Boxes in boxes; the length comes first, and may be 0 (to the end), 1 (eight bytes follow) or wrong. */
const boxNames = [
  'ftyp',
  'moov',
  'trak',
  'mdia',
  'minf',
  'stbl',
  'stsd',
  'stsz',
  'stco',
  'co64',
  'stsc',
  'stts',
  'mdhd',
  'tkhd',
  'hdlr',
  'udta',
  'meta',
  'ilst',
  'mdat',
  'alac',
  'mp4a',
  'esds',
  'free',
];
const box = (content: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> =>
  fc
    .tuple(fc.constantFrom(...boxNames), content, fc.option(size, { freq: 6, nil: undefined }))
    .map(([name, data, claimed]) =>
      Buffer.concat([number32(claimed ?? data.length + 8, true), Buffer.from(name), data]),
    );
const leaf = box(fc.oneof(words, small));
const nested = [1, 2, 3, 4].reduce((inner) => box(joined(fc.oneof(inner, leaf), 4)), leaf);
const mp4 = fc
  .tuple(fc.constantFrom('M4A ', 'isom', 'mp42', 'qt  '), joined(nested, 5))
  .map(([brand, boxes]) =>
    Buffer.concat([Buffer.from('\0\0\0\x14ftyp'), Buffer.from(`${brand}\0\0\0\0${brand}`), boxes]),
  );

const flacBlock = fc.tuple(fc.nat(255), size, small).map(([type, length, data]) => {
  const head = number32(length, true);
  head[0] = type;
  return Buffer.concat([head, data]);
});
const flac = joined(flacBlock).map((blocks) => Buffer.concat([Buffer.from('fLaC'), blocks]));

const oggPage = fc
  .record({
    type: fc.nat(255),
    granule: size,
    serial: fc.nat(3),
    page: size,
    lengths: fc.uint8Array({ maxLength: 20 }),
    data: small,
  })
  .map(({ type, granule, serial, page, lengths, data }) =>
    Buffer.concat([
      Buffer.from([0x4f, 0x67, 0x67, 0x53, 0, type]),
      ...[granule, 0, serial, page, 0].map((value) => number32(value, false)),
      ...[
        Buffer.from([lengths.length]),
        Buffer.from(lengths),
        Buffer.from('\x01vorbis'),
        Buffer.from('OpusHead'),
        data,
      ],
    ]),
  );

const frame = fc
  .tuple(fc.nat(0x1f_ffff), small)
  .map(([bits, data]) => Buffer.concat([number32(0xffe0_0000 + bits, true), data]));
const id3 = fc
  .tuple(
    fc.nat(255),
    fc.nat(255),
    size,
    joined(chunk(['TIT2', 'APIC', 'TXXX', 'COMM', '\0\0\0\0'], small, true)),
  )
  .map(([version, flags, length, frames]) =>
    Buffer.concat([
      Buffer.from('ID3'),
      Buffer.from([version, 0, flags]),
      number32(length & 0x7f7f_7f7f, true),
      frames,
    ]),
  );
const mp3 = fc.tuple(id3, joined(frame)).map((parts) => Buffer.concat(parts));

const png = joined(
  fc
    .tuple(
      fc.constantFrom('IHDR', 'IDAT', 'IEND', 'acTL', 'tEXt'),
      size,
      fc.option(size, { freq: 5, nil: undefined }),
      small,
    )
    .map(([name, width, claimed, data]) => {
      const body = Buffer.concat([number32(width, true), number32(width, true), data]);
      return Buffer.concat([
        number32(claimed ?? body.length, true),
        Buffer.from(name),
        body,
        Buffer.alloc(4),
      ]);
    }),
).map((chunks) => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunks]));

const jpeg = joined(
  fc
    .tuple(fc.nat(255), fc.nat(0xffff), small)
    .map(([marker, length, data]) =>
      Buffer.concat([Buffer.from([0xff, marker, length >> 8, length & 255]), data]),
    ),
).map((segments) => Buffer.concat([Buffer.from([0xff, 0xd8]), segments]));

const gif = fc
  .tuple(
    fc.constantFrom('GIF87a', 'GIF89a'),
    joined(
      fc
        .tuple(fc.constantFrom(0x21, 0x2c, 0x3b, 0xf9, 0xff), small)
        .map(([kind, data]) => Buffer.concat([Buffer.from([kind, data.length]), data])),
    ),
  )
  .map(([form, blocks]) => Buffer.concat([Buffer.from(form), blocks]));

/** Entries with a local header, their directory, and its end: each field may claim anything. */
const zipEntry = fc.record({
  name: fc.uint8Array({ maxLength: 20 }),
  flags: fc.nat(0xffff),
  length: size,
  extra: fc.uint8Array({ maxLength: 30 }),
  offset: size,
});
const zip = fc
  .record({
    entries: fc.array(zipEntry, { maxLength: 6 }),
    count: fc.option(fc.nat(0xffff), { freq: 3, nil: undefined }),
    start: fc.option(size, { freq: 4, nil: undefined }),
    comment: small,
  })
  .map(({ entries, count, start, comment }) => {
    const directory = Buffer.concat(
      entries.map(({ name, flags, length, extra, offset }) => {
        const head = Buffer.alloc(46);
        head.write('PK\x01\x02', 'latin1');
        head.writeUInt16LE(flags, 8);
        head.writeUInt32LE(length, 20);
        head.writeUInt32LE(length, 24);
        head.writeUInt16LE(name.length, 28);
        head.writeUInt16LE(extra.length, 30);
        head.writeUInt32LE(offset, 42);
        return Buffer.concat([head, name, extra]);
      }),
    );
    const end = Buffer.alloc(22);
    end.write('PK\x05\x06', 'latin1');
    end.writeUInt16LE(count ?? entries.length, 8);
    end.writeUInt16LE(count ?? entries.length, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(start ?? 4, 16);
    end.writeUInt16LE(comment.length, 20);
    return Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), directory, end, comment]);
  });

/** Files that are damaged or made to do harm, of every kind that the server takes. */
export const hostileFile: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 12, arbitrary: changed },
  ...[riff, aiff, mp4, flac, joined(oggPage), mp3, png, jpeg, gif, zip].map((arbitrary) => ({
    weight: 2,
    arbitrary,
  })),
  { weight: 1, arbitrary: small },
);
