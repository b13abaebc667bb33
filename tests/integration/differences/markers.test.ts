import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { musicFile, musicRate } from '../../helpers/music-files.ts';
import { createProject, registerUser, startServer, type TestUser } from '../../helpers/server.ts';
import { concat, silence } from '../../helpers/sound-edits.ts';
import { until } from '../../helpers/until.ts';
import { newCut, upload } from '../../helpers/uploads.ts';

const first = musicFile();
const later = musicFile((plane) => concat(silence(musicRate / 2), plane));

async function song() {
  const server = await startServer();
  const ana = await registerUser(server, { name: 'Ana' });
  const projectId = await createProject(ana);
  const place = { server, user: ana };
  const older = (await upload(place, first, newCut(projectId), { name: 'Dune v1.wav' })).file;
  const { cutId } = older;
  const newer = (await upload(place, later, { kind: 'cut', cutId }, { name: 'Dune v2.wav' })).file;
  const comment = async (body: object) =>
    (await ana.request('POST', `/api/cuts/${cutId}/comments`, { fileId: older.id, ...body })).body;
  const read = (user: TestUser, query: string) =>
    fetch(`${server.url}/api/cuts/${cutId}/markers?${query}`, {
      headers: { authorization: `Bearer ${user.accessToken}` },
    });
  return { server, ana, projectId, cutId, older, newer, comment, read };
}

test('a comment is a marker where its sound is on the asked version, from where the song starts', async () => {
  const { ana, older, newer, comment, read } = await song();
  await comment({ text: 'Less snare', timestamp: 1 });
  await comment({ text: 'Louder', timestamp: 2, endTimestamp: 3 });
  const text = async (query: string) => {
    const answer = await until(async () => {
      const one = await read(ana, query);
      if (one.status !== 202) return one;
      expect(one.headers.get('retry-after')).toBe('2');
      return undefined;
    });
    expect(answer.status).toBe(200);
    return answer.text();
  };
  expect(await text('format=text')).toBe(
    '0:00:01.000 Ana: Less snare\n0:00:02.000–0:00:03.000 Ana: Louder\n',
  );
  expect(await text(`format=text&file=${older.id}`)).toBe(await text('format=text'));
  expect(await text(`format=text&file=${newer.id}&start=60`)).toBe(
    '0:01:01.500 Ana: Less snare\n0:01:02.500–0:01:03.500 Ana: Louder\n',
  );
  expect(await text('format=reaper')).toContain('\r\nM1,"Ana: Less snare",0:00:01.000,,\r\n');
});

test('a song remembers where it starts in the DAW and its tempo', async () => {
  const { ana, cutId, comment, read } = await song();
  await comment({ text: 'Less snare', timestamp: 1 });
  await ana.command('cut.describe', { id: cutId, music: { tempo: 240, dawStart: 8.25 } });
  expect(await (await read(ana, 'format=text')).text()).toBe('0:00:09.250 Ana: Less snare\n');
  expect(await (await read(ana, 'format=text&start=0')).text()).toBe('0:00:01.000 Ana: Less snare\n');
  const midi = Buffer.from(await (await read(ana, 'format=midi')).arrayBuffer());
  expect(midi.includes(Buffer.from([0xff, 0x51, 3, 0x03, 0xd0, 0x90]))).toBe(true);
});

test('resolved comments are left out unless all are asked for', async () => {
  const { ana, comment, read } = await song();
  const { id } = await comment({ text: 'Done', timestamp: 1 });
  await ana.request('POST', `/api/comments/${id}/resolve`);
  expect(await (await read(ana, 'format=text')).text()).toBe('');
  expect(await (await read(ana, 'format=text&status=all')).text()).toBe('0:00:01.000 Ana: Done\n');
});

test('each format is a file with its own name and type, and MIDI has the asked tempo', async () => {
  const { ana, read } = await song();
  for (const [format, type, name] of [
    ['reaper', 'text/csv', 'Mix%20markers.csv'],
    ['midi', 'audio/midi', 'Mix%20markers.mid'],
    ['dawproject', 'application/zip', 'Mix%20markers.dawproject'],
    ['text', 'text/plain', 'Mix%20markers.txt'],
    ['csv', 'text/csv', 'Mix%20markers.csv'],
  ] as const) {
    const { status, headers } = await read(ana, `format=${format}&tempo=240`);
    expect([format, status]).toEqual([format, 200]);
    expect(headers.get('content-type')).toContain(type);
    expect(headers.get('content-disposition')).toContain(name);
  }
  const bytes = Buffer.from(await (await read(ana, 'format=midi&tempo=240')).arrayBuffer());
  expect(bytes.toString('latin1', 0, 4)).toBe('MThd');
  expect(bytes.includes(Buffer.from([0xff, 0x51, 3, 0x03, 0xd0, 0x90]))).toBe(true);
});

test('wrong values are refused, and other people learn nothing', async () => {
  const { server, ana, read } = await song();
  const other = await registerUser(server);
  for (const query of [
    '',
    'format=ableton',
    'format=midi&tempo=19.9',
    'format=midi&tempo=1000',
    'format=midi&tempo=fast',
    'format=midi&tempo=',
    'format=midi&start=-1',
    'format=midi&start=',
    'format=midi&status=closed',
    'format=midi&file=none',
    `format=midi&file=${crypto.randomUUID()}`,
  ]) {
    const answer = await read(ana, query);
    expect([query, answer.status]).toEqual([query, 400]);
    expect(await answer.json()).toMatchObject({ kind: 'invalid' });
  }
  expect((await read(other, 'format=text')).status).toBe(404);
});

test('a WAV is downloaded with the open comments as cue points, its sound untouched', async () => {
  const { server, ana, newer, comment } = await song();
  await comment({ text: 'Less snare', timestamp: 1 });
  const download = (query: string) =>
    until(async () => {
      const answer = await fetch(`${server.url}/api/files/${newer.id}/download${query}`, {
        headers: { authorization: `Bearer ${ana.accessToken}` },
      });
      return answer.status === 202 ? undefined : answer;
    });
  const plain = Buffer.from(await (await download('')).arrayBuffer());
  const answer = await download('?markers=1');
  const marked = Buffer.from(await answer.arrayBuffer());
  expect(Number(answer.headers.get('content-length'))).toBe(marked.length);
  expect(marked.subarray(8, plain.length).equals(plain.subarray(8))).toBe(true);
  const cue = marked.indexOf('cue ', plain.length);
  expect(marked.readUInt32LE(cue + 8)).toBe(1);
  expect(marked.readUInt32LE(cue + 12 + 20)).toBe(1.5 * musicRate);
  expect(marked.includes('Ana: Less snare', cue)).toBe(true);
  expect((await download('?markers=yes')).status).toBe(400);
});

test('only a WAV can hold markers', async () => {
  const { server, ana, cutId } = await song();
  const flac = readFileSync(new URL('../../fixtures/bounces/tone.flac', import.meta.url));
  const { file } = await upload(
    { server, user: ana },
    flac,
    { kind: 'cut', cutId },
    { name: 'Dune v3.flac' },
  );
  const answer = await ana.request('GET', `/api/files/${file.id}/download?markers=1`);
  expect(answer).toMatchObject({ status: 400, body: { kind: 'invalid' } });
});

test('the id of a song that was merged means the other song', async () => {
  const { server, ana, projectId, cutId, comment, read } = await song();
  await comment({ text: 'Less snare', timestamp: 1 });
  const { file } = await upload({ server, user: ana }, later, newCut(projectId), { name: 'Sand v1.wav' });
  await ana.command('cut.merge', { id: cutId, targetCutId: file.cutId });
  expect(await (await read(ana, 'format=text')).text()).toBe('0:00:01.000 Ana: Less snare\n');
});
