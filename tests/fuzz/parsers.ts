import fc from 'fast-check';
import { readAlacTrack } from '../../audio/alac-track.ts';
import { hasAdtsFrames, hasMpegFrames } from '../../audio/audio-frames.ts';
import { parseByteRange } from '../../audio/byte-range.ts';
import { readAdtsMap } from '../../audio/decoding/adts-seek.ts';
import { readFlacMap } from '../../audio/decoding/flac-seek.ts';
import { readMp3Map } from '../../audio/decoding/mp3-seek.ts';
import { isEvenAac } from '../../audio/decoding/mp4-seek.ts';
import { readOggLength, readOggMap } from '../../audio/decoding/ogg-seek.ts';
import { readSoundTrack, readTrackKinds } from '../../audio/mp4-boxes.ts';
import { readPcmLayout } from '../../audio/pcm-layout.ts';
import { decodePeaks } from '../../audio/peaks-format.ts';
import { ownAddress } from '../../client/session/own-address.ts';
import { findMentions } from '../../common/mentions.ts';
import { findMoments } from '../../common/moments-in-text.ts';
import { readMusicInText } from '../../common/music-in-text.ts';
import { readPictureFacts } from '../../common/picture-facts.ts';
import { safeFileName } from '../../common/safe-file-name.ts';
import { readSongName } from '../../common/song-names/read-song-name.ts';
import { readStemSet } from '../../common/song-names/read-stem-set.ts';
import { networkOf } from '../../server/auth/client-address.ts';
import { deviceName } from '../../server/auth/device-name.ts';
import { createOriginCheck } from '../../server/auth/origin.ts';
import { readBearer, readSessionCookie } from '../../server/auth/session-cookie.ts';
import { excerptOf } from '../../server/commands/excerpt.ts';
import { contentDisposition } from '../../server/files/content-disposition.ts';
import { readHeaderFacts } from '../../server/files/header-facts.ts';
import { sniffHead } from '../../server/files/sniff-type.ts';
import { readWaveFacts } from '../../server/files/wave-facts.ts';
import { canonicalJson } from '../../server/http/canonical-json.ts';
import { matchExpression, readQuery } from '../../server/search/search-query.ts';
import { snippetOf } from '../../server/search/snippet.ts';
import { readZipContents, UnreadableArchive } from '../../server/stems/zip-contents.ts';
import type { StoredBytes } from '../../server/storage/stored-bytes.ts';
import { readableOf } from '../helpers/readable-bytes.ts';
import { hostileFile } from './files.ts';
import { fuzz } from './fuzz.ts';
import { hostileText, hostileValue } from './hostile.ts';

function claim(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}

const mimeTypes = ['audio/flac', 'audio/ogg', 'audio/mpeg', 'audio/mp4', 'audio/wav', 'audio/aiff'];

/** Readers of files. None may throw, and each reads little of what it is given. */
const fileParsers: Record<string, (bytes: Buffer) => unknown> = {
  'the beginning of a file': (bytes) => sniffHead(readableOf(bytes) as StoredBytes),
  'facts of WAV': (bytes) => readWaveFacts(readableOf(bytes)),
  'facts in headers': async (bytes) => {
    for (const mimeType of mimeTypes) await readHeaderFacts(readableOf(bytes), mimeType);
  },
  'layouts of PCM': (bytes) => readPcmLayout(readableOf(bytes)),
  'tables of Apple Lossless': (bytes) => readAlacTrack(readableOf(bytes)),
  'frames of MP3 and AAC': async (bytes) => {
    hasMpegFrames(bytes, bytes.length);
    hasAdtsFrames(bytes, bytes.length);
    await readMp3Map(readableOf(bytes));
    await readAdtsMap(readableOf(bytes));
  },
  'boxes of MP4': async (bytes) => {
    await readTrackKinds(readableOf(bytes));
    await readSoundTrack(readableOf(bytes));
    await isEvenAac(readableOf(bytes), 44_100);
  },
  'pages of OGG': async (bytes) => {
    await readOggMap(readableOf(bytes));
    await readOggLength(readableOf(bytes));
  },
  'blocks of FLAC': (bytes) => readFlacMap(readableOf(bytes)),
  'lists of ZIP': (bytes) =>
    readZipContents(readableOf(bytes)).catch((error) =>
      claim(error instanceof UnreadableArchive, String(error)),
    ),
  'headers of pictures': (bytes) => readPictureFacts(bytes),
  'stored waveforms': (bytes) => decodePeaks(bytes),
};

/** Something short that is repeated until it is long, which slow expressions don't bear. */
const repeated = fc
  .tuple(fc.string({ minLength: 1, maxLength: 4 }), fc.nat(5000), fc.string({ maxLength: 3 }))
  .map(([part, count, end]) => part.repeat(Math.ceil(count / part.length)) + end);
const nameWords = [
  'Sunset',
  'v2',
  'V10',
  'mix',
  'master',
  'final',
  '(alt)',
  '[old]',
  '2024-01-31',
  '120bpm',
  'Am',
  '-',
  '_',
  '.',
  ' ',
  'Drums',
  'stem',
  'feat.',
  '№',
  '03',
  '.wav',
  '.aif',
  '(',
  ']',
  'copy',
  '1:04',
  '@Ana',
  '@',
];
const name = fc.oneof(
  fc.array(fc.constantFrom(...nameWords), { maxLength: 25 }).map((parts) => parts.join('')),
  hostileText.map((text) => text.slice(0, 255)),
  repeated.map((text) => text.slice(0, 255)),
);
const text = fc.oneof(
  fc.array(fc.constantFrom(...nameWords), { maxLength: 400 }).map((parts) => parts.join(' ')),
  hostileText.map((one) => one.slice(0, 5000)),
  repeated.map((one) => one.slice(0, 5000)),
);
const header = fc.oneof(
  hostileText,
  repeated,
  fc.constantFrom('bytes=0-', 'bytes=-5', 'bearer a', 'a=b;c=d'),
);
const people = ['Ana', 'Ben Ode', 'Ben', ''].map((one) => ({ id: one, name: one }));

const cookies = { secret: 'secret', secureCookies: false };
const origins = createOriginCheck({ publicUrl: 'https://band.example', allowedOrigins: [] });

/** Readers of text and JSON, with what must be true of their answers. */
const textParsers: [string, fc.Arbitrary<never>, (input: never) => unknown][] = [
  of('songs in names', fc.tuple(name, fc.array(name, { maxLength: 3 })), ([file, titles]) => {
    const { title } = readSongName(file, titles);
    claim(typeof title === 'string', 'There is no title.');
  }),
  of('stems in names', fc.array(name, { maxLength: 12 }), (names) => {
    const files = names.map((one, index) => ({
      name: one,
      folders: index % 2 ? ['Stems'] : [],
      seconds: 10,
    }));
    claim(readStemSet(files, null).length === files.length, 'A file has no reading.');
  }),
  of('Range', fc.tuple(header, fc.nat(1000)), ([range, size]) => {
    const read = parseByteRange(range, size);
    if (typeof read === 'object')
      claim(0 <= read.start && read.start <= read.end && read.end < size, 'It is outside.');
  }),
  of('names of downloads', name, (file) => {
    const made = contentDisposition('attachment', file);
    claim(/^attachment; filename="[^"\\/]*"; filename\*=UTF-8''[\w%.!#$&+^`|~-]*$/.test(made), made);
  }),
  of('names of saved files', text, (file) => {
    const safe = safeFileName(file);
    claim(safe !== '' && safe !== '.' && safe !== '..' && !/[\\/:\0]/.test(safe), safe);
  }),
  of('cookies and tokens', header, (value) => {
    claim(
      readSessionCookie({ cookie: `bandmate.session_token=${value}` }, cookies) === null,
      'A cookie was made up.',
    );
    readBearer({ authorization: value });
  }),
  of('origins', fc.tuple(header, header), ([origin, host]) => {
    claim(!origins.isAllowed({ origin, host: `${host}.evil.example` }), 'A foreign origin is allowed.');
  }),
  of('addresses', header, (address) => void networkOf(address)),
  of('devices', header, (agent) => void deviceName(agent)),
  of('searches', fc.tuple(text, text), ([typed, found]) => {
    const query = readQuery(typed);
    if (!query) return;
    matchExpression(query);
    claim([...snippetOf(found, query)].length <= 141, 'A snippet is long.');
  }),
  of('excerpts', text, (one) => claim([...excerptOf(one)].length <= 140, 'An excerpt is long.')),
  of('JSON', hostileValue, (value) => void canonicalJson(value)),
  of('mentions and moments', text, (one) => {
    findMentions(one, people);
    findMoments(one, ['Sunset', 'mix', '']);
    readMusicInText(one);
  }),
  of(
    'addresses in answers',
    fc.oneof(
      header,
      header.map((one) => `/${one}`),
    ),
    (path) => {
      const url = ownAddress(path, 'https://band.example');
      claim(url === null || url.origin === 'https://band.example', `${url}`);
    },
  ),
];

function of<Input>(what: string, arbitrary: fc.Arbitrary<Input>, check: (input: Input) => unknown) {
  return [what, arbitrary, check] as unknown as (typeof textParsers)[number];
}

/** Every parser with its cases: call it with how many. */
export const parsers: [string, (cases: number) => Promise<number>][] = [
  ...Object.entries(fileParsers).map(([what, parse]): [string, (cases: number) => Promise<number>] => [
    what,
    (cases) => fuzz(what, hostileFile, cases, parse),
  ]),
  ...textParsers.map(([what, arbitrary, check]): [string, (cases: number) => Promise<number>] => [
    what,
    (cases) => fuzz(what, arbitrary, cases, check),
  ]),
];
