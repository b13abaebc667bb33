import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { parseMidi } from 'midi-file';
import { expect, test } from 'vitest';
import wavefile from 'wavefile';
import { validateXML } from 'xmllint-wasm';
import { addCues } from '../../../../audio/wave-cues.ts';
import { markersAsDawProject } from '../../../../common/markers/dawproject.ts';
import { markersAsCsv, markersForReaper } from '../../../../common/markers/lists.ts';
import { cuesOf, type Marker, markersOf } from '../../../../common/markers/marker.ts';
import { markersAsMidi } from '../../../../common/markers/midi.ts';
import { temporaryFolder } from '../../../helpers/disposal.ts';
import { inMemory, writePcm } from '../../../helpers/pcm.ts';

const rates = [44_100, 48_000, 88_200, 96_000, 176_400, 192_000];
const tempos = [60, 61.7, 93.7, 120, 124, 137.93, 174, 240];
/** Seconds from the start of the project, to the song and to each comment in it. */
const starts = [0, 0.0005, 8.333, 61.2345, 3599.9994];
const moments = [0, 0.0001, 0.49996, 1 / 3, 12.5, 59.99949, 123.456789];

const comments = moments.map((timestamp, index) => ({
  user: { name: 'Zoë' },
  text: `größer & <lauter> "${index}"`,
  timestamp,
  ...(index % 3 === 1 && { endTimestamp: timestamp + 7.7777 }),
}));

const everyStart = starts.flatMap((start) => markersOf(comments, start));

test.each(tempos)('midi-file reads each marker within a millisecond at %f beats per minute', (tempo) => {
  for (const start of starts) {
    const markers = markersOf(comments, start);
    const read = readMidi(markersAsMidi(markers, tempo));
    expect(read).toHaveLength(markers.length);
    for (const [index, seconds] of read.entries())
      expect(Math.abs(seconds - (markers[index]?.start ?? 0))).toBeLessThan(0.001);
  }
});

test.each([60, 124, 240])(
  'a DAWproject is valid against its schemas, with exact times, at %f beats per minute',
  async (tempo) => {
    for (const markers of [everyStart, []]) {
      const files = unzipSync(markersAsDawProject(markers, { title: 'Größer & <lauter>', tempo }));
      const xml = (name: string) => new TextDecoder().decode(files[name]);
      expect(await problems('project.xml', xml('project.xml'), 'Project.xsd')).toEqual([]);
      expect(await problems('metadata.xml', xml('metadata.xml'), 'MetaData.xsd')).toEqual([]);
      const times = [...xml('project.xml').matchAll(/<Marker time="([^"]+)"/g)].map(([, time]) =>
        Number(time),
      );
      expect(times).toHaveLength(markers.length);
      for (const [index, time] of times.entries())
        expect(Math.abs(time - (markers[index]?.start ?? 0))).toBeLessThan(0.000_001);
    }
  },
);

test('the schema refuses what isn’t a DAWproject', async () => {
  const wrong = '<Project version="1.0"><Marker/></Project>';
  expect(await problems('project.xml', wrong, 'Project.xsd')).not.toEqual([]);
});

test.each(rates)('wavefile reads each cue point within a sample at %i Hz', async (sampleRate) => {
  const sound = writePcm('wav-24', { sampleRate, channels: 1, samples: new Array(999).fill(0.25) });
  const markers = markersOf(comments, 0);
  const read = new wavefile.WaveFile(await marked(sound, markers, sampleRate));
  const cues = read.listCuePoints() as { label: string; position: number; end?: number }[];
  expect(cues.map(({ label }) => label)).toEqual(markers.map(({ name }) => name));
  for (const [index, { position, end }] of cues.entries()) {
    const marker = markers[index] as Marker;
    // It answers milliseconds.
    expect(Math.abs((position / 1000) * sampleRate - marker.start * sampleRate)).toBeLessThan(1);
    if (marker.end !== null)
      expect(Math.abs((Number(end) / 1000) * sampleRate - marker.end * sampleRate)).toBeLessThan(1.001);
  }
});

const hasFfmpeg = spawnSync('ffprobe', ['-version']).status === 0;

test.skipIf(!hasFfmpeg).each(rates)(
  'FFmpeg, where it is installed, reads the same sound bit for bit, and its facts, at %i Hz',
  async (sampleRate) => {
    const samples = Array.from({ length: 2 * 5001 }, (_, index) => Math.sin(index / 7) / 3);
    const sound = writePcm('wav-24', { sampleRate, channels: 2, samples });
    const folder = await temporaryFolder();
    const [plain, withMarkers] = [join(folder, 'plain.wav'), join(folder, 'marked.wav')];
    await writeFile(plain, sound);
    await writeFile(withMarkers, await marked(sound, markersOf(comments, 0), sampleRate));
    const run = (program: string, ...options: string[]) =>
      execFileSync(program, ['-v', 'error', ...options], { encoding: 'utf8' }).trim();
    const md5 = (input: number) => ['-map', `${input}:a`, '-f', 'md5', '-'];
    const [one, other] = run('ffmpeg', '-i', plain, '-i', withMarkers, ...md5(0), ...md5(1)).split('\n');
    expect([other, one?.startsWith('MD5=')]).toEqual([one, true]);
    const facts = run(
      'ffprobe',
      '-show_entries',
      'stream=sample_rate,channels,duration_ts',
      '-of',
      'csv',
      withMarkers,
    );
    expect(facts).toBe(`stream,${sampleRate},2,5001`);
  },
);

/**
 * REAPER documents `parse_timestr` as reading `hh:mm:ss.sss`. Bars are written with dots only, and seconds, samples and frames
 * with fewer colons or more, so no ruler takes such a time for anything else.
 */
const readTime = (time: string): number => {
  const [, hours, minutes, seconds] = /^(\d+):([0-5]\d):([0-5]\d\.\d{3})$/.exec(time) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
};

test('REAPER’s CSV has a row for each marker and region, with times that read as hours, minutes and seconds', () => {
  const [header, ...rows] = readCsv(markersForReaper(everyStart));
  expect(header).toEqual(['#', 'Name', 'Start', 'End', 'Length']);
  expect(rows).toHaveLength(everyStart.length);
  for (const [index, [id, name, start = '', end = '', length = '']] of rows.entries()) {
    const marker = everyStart[index] as Marker;
    expect(name).toBe(marker.name);
    expect(id).toMatch(marker.end === null ? /^M\d+$/ : /^R\d+$/);
    expect(Math.abs(readTime(start) - marker.start)).toBeLessThan(0.001);
    if (marker.end === null) expect([end, length]).toEqual(['', '']);
    else {
      expect(Math.abs(readTime(end) - marker.end)).toBeLessThan(0.001);
      expect(Math.abs(readTime(length) - (marker.end - marker.start))).toBeLessThan(0.001);
    }
  }
  expect(new Set(rows.map(([id]) => id)).size).toBe(rows.length);
});

test('a spreadsheet reads each row of the CSV', () => {
  const [header, ...rows] = readCsv(markersAsCsv(everyStart));
  expect(header).toHaveLength(5);
  for (const [index, [name, start]] of rows.entries()) {
    expect(name).toBe(everyStart[index]?.name);
    expect(Math.abs(Number(start) - (everyStart[index]?.start ?? 0))).toBeLessThan(0.001);
  }
});

/** Rows of RFC 4180. */
function readCsv(text: string): string[][] {
  return text
    .split('\r\n')
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
        quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
      ),
    );
}

function readMidi(bytes: Uint8Array): number[] {
  const { header, tracks } = parseMidi(bytes);
  let [ticks, perQuarter] = [0, 0];
  const found: number[] = [];
  for (const event of tracks.flat()) {
    ticks += event.deltaTime;
    if (event.type === 'setTempo') perQuarter = event.microsecondsPerBeat;
    if (event.type === 'marker') found.push((ticks * perQuarter) / (header.ticksPerBeat ?? 1) / 1_000_000);
  }
  return found;
}

async function problems(fileName: string, contents: string, schema: string): Promise<string[]> {
  const xsd = readFileSync(new URL(`../../../fixtures/dawproject/${schema}`, import.meta.url), 'utf8');
  const { errors } = await validateXML({ xml: [{ fileName, contents }], schema: [xsd] });
  return errors.map(({ message }) => message);
}

async function marked(bytes: Buffer, markers: readonly Marker[], sampleRate: number): Promise<Buffer> {
  const patched = await addCues(inMemory(bytes), cuesOf(markers, sampleRate));
  if (typeof patched === 'string') throw new Error(patched);
  return Buffer.concat(
    patched.pieces.map((piece) =>
      piece instanceof Uint8Array ? piece : bytes.subarray(piece.start, piece.end + 1),
    ),
  );
}
