import { parseMidi } from 'midi-file';
import { describe, expect, test } from 'vitest';
import { fromBuffer } from 'yauzl';
import { markersAsDawProject } from '../../../../common/markers/dawproject.ts';
import { markersAsCsv, markersAsText, markersForReaper } from '../../../../common/markers/lists.ts';
import { formatTime, type Marker, markersOf } from '../../../../common/markers/marker.ts';
import { markersAsMidi } from '../../../../common/markers/midi.ts';

const ben = { name: 'Ben' };
const markers = markersOf(
  [
    { user: ben, text: 'Louder here', timestamp: 64.2, endTimestamp: 72.5 },
    { user: ben, text: 'Less "snare",\nplease', timestamp: 3.0014 },
  ],
  2,
);

describe('markers of comments', () => {
  test('come in the order of their time, on one line, from where the song starts', () => {
    expect(markers).toEqual([
      { name: 'Ben: Less "snare", please', start: 5.0014, end: null },
      { name: 'Ben: Louder here', start: 66.2, end: 74.5 },
    ]);
  });

  test('have names of at most 200 characters that are valid text', () => {
    const [marker] = markersOf([{ user: ben, text: `\u0000\ud800${'🥁'.repeat(300)}`, timestamp: 0 }], 0) as [
      Marker,
    ];
    expect([...marker.name]).toHaveLength(200);
    expect(marker.name.isWellFormed()).toBe(true);
    expect(marker.name).toMatch(/^Ben: .+…$/u);
  });

  test.each([
    [0, '0:00:00.000'],
    [59.9996, '0:01:00.000'],
    [3661.25, '1:01:01.250'],
  ])('%f seconds are %s', (seconds, text) => {
    expect(formatTime(seconds)).toBe(text);
  });

  test('for REAPER are moments and regions with times that have colons', () => {
    expect(markersForReaper(markers)).toBe(
      [
        '#,Name,Start,End,Length',
        'M1,"Ben: Less ""snare"", please",0:00:05.001,,',
        'R1,"Ben: Louder here",0:01:06.200,0:01:14.500,0:00:08.300',
        '',
      ].join('\r\n'),
    );
  });

  test('as text and CSV have a line each, and no cell is a formula', () => {
    expect(markersAsText(markers)).toBe(
      '0:00:05.001 Ben: Less "snare", please\n0:01:06.200–0:01:14.500 Ben: Louder here\n',
    );
    const [hostile] = markersOf([{ user: { name: '=cmd()' }, text: 'x', timestamp: 1 }], 0);
    expect(markersAsCsv([hostile as Marker])).toBe(
      'Name,Start (s),End (s),Start,End\r\n"\'=cmd(): x",1.000,,0:00:01.000,\r\n',
    );
  });
});

describe('markers as MIDI, read by another parser', () => {
  test.each([60, 93.7, 124, 240])('are within a millisecond at %f beats per minute', (tempo) => {
    const many = [0, 0.1234, 59.9999, 180, 599.5, 7200.007].map((start) => ({
      name: `${start}`,
      start,
      end: null,
    }));
    const read = readMidi(markersAsMidi(many, tempo));
    expect(Math.abs(read.tempo - tempo)).toBeLessThan(0.001);
    expect(read.markers.map(({ name }) => name)).toEqual(many.map(({ name }) => name));
    for (const [index, { seconds }] of read.markers.entries())
      expect(Math.abs(seconds - (many[index]?.start ?? 0))).toBeLessThan(0.001);
  });

  test('name the end of a stretch, in any letters', () => {
    const [marker] = readMidi(markersAsMidi([{ name: 'Zoë: größer', start: 1, end: 2.5 }], 120)).markers;
    expect(marker?.name).toBe('Zoë: größer (to 0:00:02.500)');
  });

  test('bridge pauses that are longer than one event can state', () => {
    const read = readMidi(markersAsMidi([{ name: 'late', start: 86_400, end: null }], 999));
    expect(Math.abs((read.markers[0]?.seconds ?? 0) - 86_400)).toBeLessThan(0.001);
  });
});

describe('markers as DAWproject', () => {
  test('are in a ZIP whose local headers state sizes and check sums', async () => {
    const bytes = markersAsDawProject(markers, { title: 'A & B', tempo: 124 });
    const view = new DataView(bytes.buffer);
    expect(view.getUint16(6, true) & 8).toBe(0);
    expect(view.getUint32(14, true)).not.toBe(0);
    expect(view.getUint32(18, true)).toBeGreaterThan(0);
    const files = await unzip(bytes);
    expect([...files.keys()]).toEqual(['project.xml', 'metadata.xml']);
    expect(files.get('metadata.xml')).toContain('<Title>A &amp; B</Title>');
    const project = files.get('project.xml') ?? '';
    expect(project).toContain('<Marker time="5.001400" name="Ben: Less &quot;snare&quot;, please"/>');
    expect(project).toContain('<Marker time="66.200000" name="Ben: Louder here (to 0:01:14.500)"/>');
    expect(project).toContain('value="124.000000"');
  });

  test('leave out the list if there are none', async () => {
    const files = await unzip(markersAsDawProject([], { title: '', tempo: 120 }));
    expect(files.get('project.xml')).not.toContain('Markers');
  });
});

function readMidi(bytes: Uint8Array) {
  const { header, tracks } = parseMidi(bytes);
  let [ticks, perQuarter] = [0, 0];
  const found: { name: string; seconds: number }[] = [];
  for (const event of tracks.flat()) {
    ticks += event.deltaTime;
    if (event.type === 'setTempo') perQuarter = event.microsecondsPerBeat;
    if (event.type === 'marker') {
      const seconds = (ticks * perQuarter) / (header.ticksPerBeat ?? 1) / 1_000_000;
      found.push({ name: Buffer.from(event.text, 'latin1').toString('utf8'), seconds });
    }
  }
  return { tempo: 60_000_000 / perQuarter, markers: found };
}

function unzip(bytes: Uint8Array): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      const files = new Map<string, string>();
      zip.on('end', () => resolve(files));
      zip.on('entry', (entry: { fileName: string }) => {
        zip.openReadStream(entry as never, async (failed, stream) => {
          if (failed) return reject(failed);
          const parts: Buffer[] = [];
          for await (const part of stream) parts.push(part as Buffer);
          files.set(entry.fileName, Buffer.concat(parts).toString());
          zip.readEntry();
        });
      });
      zip.readEntry();
    });
  });
}
