import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { reaperPlace } from '../../helpers/local-access.ts';
import { luas, type ReaperLook, type StubbedReaper, startReaper } from '../../helpers/lua.ts';
import { musicFile, musicRate } from '../../helpers/music-files.ts';
import { dataOf, signIn, startRuntime, type TestRuntime } from '../../helpers/runtime.ts';
import type { TestUser } from '../../helpers/server.ts';
import { concat, silence } from '../../helpers/sound-edits.ts';
import { until } from '../../helpers/until.ts';
import { newCut, upload } from '../../helpers/uploads.ts';
import { startBand, startDevice } from './band.ts';

const [lua = ''] = luas;

/** Ana's app with the script in her REAPER, whose project belongs to the song and begins it at 10 seconds. */
async function openReaper(options: { withoutSong?: boolean } = {}) {
  const band = await startBand();
  const place = await reaperPlace();
  const app = await startDevice(band.server, band.ana, { reaperPlace: place });
  await dataOf(app.handlers['projects.read']({ id: band.projectId }));
  await dataOf(app.handlers['comments.list']({ cutId: band.cutId }));
  const { reaper: state } = await dataOf(app.handlers['reaper.install'](null));
  const reaper = startReaper(lua, state.script);
  if (!options.withoutSong) await reaper.call('set', { ext: extOf(band.cutId, 10) });
  await reaper.call('start');
  return { ...band, place, app, reaper };
}

const extOf = (song: string, start: number) => ({
  ...{ 'BandMate/song': song, 'BandMate/name': 'Take 1', 'BandMate/start': String(start) },
});

const ours = ({ markers }: ReaperLook) => markers.filter(({ isOurs }) => isOurs).map(({ name }) => name);
const commentsOf = async (user: TestUser, cutId: string) =>
  (await user.request('GET', `/api/cuts/${cutId}/comments`)).body;
const write = (user: TestUser, cutId: string, text: string, timestamp: number, more: object = {}) =>
  user.command('comment.create', { id: newId(), cutId, text, timestamp, ...more });
const hasText = (text: string) => (look: ReaperLook) => look.texts.includes(text);

/** Time goes by in REAPER until this holds elsewhere. */
const meanwhile = <Value>(reaper: StubbedReaper, probe: () => Promise<Value>) =>
  until(async () => {
    await reaper.call('steps', 4, 0.15);
    return probe();
  });

describe.skipIf(lua === '')('the script in REAPER', () => {
  beforeAll(() => expect(luas).toContain('lua5.4'));

  it('shows a bandmate’s points as markers and regions, and keeps them up to date', async () => {
    const { reaper, app, ben, cutId } = await openReaper();
    await write(ben, cutId, 'Less snare', 2.5);
    await write(ben, cutId, 'Louder\nhere', 4, { endTimestamp: 6 });
    const look = await reaper.until((now) => ours(now).length === 2, 'two markers');
    expect(look.markers).toMatchObject([
      { name: 'Ben: Less snare', from: 12.5, to: null },
      { name: 'Ben: Louder here', from: 14, to: 16 },
    ]);
    expect(look.undo.every((name) => name === 'BandMate: show open points')).toBe(true);
    expect(look.refresh).toBe(0);
    const [first, second] = await commentsOf(ben, cutId);
    await ben.command('comment.update', { id: first.id, text: 'More snare', timestamp: 3 });
    await ben.command('comment.resolve', { id: second.id });
    const after = await reaper.until((now) => ours(now).join() === 'Ben: More snare', 'the change');
    expect(after.markers).toMatchObject([{ from: 13 }]);
    expect((await dataOf(app.handlers['local.state'](null))).reaper.isConnected).toBe(true);
    expect(app.last('local.changed')?.reaper.isConnected).toBe(true);
  });

  it('sends comments from the cursor and the time selection, and resolves and reopens', async () => {
    const { reaper, ben, cutId } = await openReaper();
    await reaper.until(hasText('0 open points'), 'the song');
    await reaper.call('set', { cursor: 14.5, selection: [20, 22.5] });
    await reaper.call('give', { inputs: '  Vocal is late  ' });
    await reaper.call('press', ['c']);
    await reaper.call('give', { inputs: 'Muddy' });
    await reaper.call('press', ['C']);
    const own = await reaper.until((now) => ours(now).length === 2, 'both markers');
    expect(own.asked.map(({ title }) => title)).toEqual([
      'BandMate: comment at 0:04',
      'BandMate: comment at 0:10–0:12',
    ]);
    const arrived = await meanwhile(reaper, async () => {
      const list = await commentsOf(ben, cutId);
      return list.length === 2 && list;
    });
    expect(arrived).toMatchObject([
      { text: 'Vocal is late', timestamp: 4.5, user: { name: 'Ana' } },
      { text: 'Muddy', timestamp: 10, endTimestamp: 12.5 },
    ]);
    await reaper.until((now) => now.ext['BandMate/unsent'] === '[]', 'the answers');
    await reaper.call('set', { cursor: 14.5 });
    await reaper.call('press', ['r']);
    await reaper.until((now) => ours(now).length === 1, 'the marker to go');
    await meanwhile(reaper, async () => (await commentsOf(ben, cutId))[0].resolvedBy?.name === 'Ana');
    await reaper.call('press', ['u']);
    await meanwhile(reaper, async () => (await commentsOf(ben, cutId))[0].resolvedAt === null);
    await reaper.until((now) => ours(now).length === 2, 'the marker to come back');
  });

  it('jumps to the next and previous point, by its own keys and by actions of REAPER', async () => {
    const { reaper, ben, cutId } = await openReaper();
    for (const at of [1, 2, 3]) await write(ben, cutId, `Point ${at}`, at);
    await reaper.until((now) => ours(now).length === 3, 'three markers');
    const cursors: number[] = [];
    for (const act of [
      ['press', ['n']],
      ['press', ['n']],
      ['action', 'BandMate - previous point.lua'],
      ['click', 100, 40 + 2 * 40],
      ['press', ['n']],
    ] as const) {
      await reaper.call(...(act as [string, unknown]));
      await reaper.call('steps', 2, 0.05);
      cursors.push((await reaper.look()).cursor);
    }
    expect(cursors).toEqual([11, 12, 11, 13, 13]);
    expect((await reaper.look()).texts).toContain('No open point after this.');
  });

  it('never touches markers of the user, nor its own that the user moved or deleted', async () => {
    const { reaper, ben, cutId } = await openReaper();
    await reaper.call('addMarker', 'Verse', 12);
    await reaper.call('addMarker', 'Chorus', 30, 45);
    await reaper.call('addMarker', 'Ben: Less snare', 12.5);
    await write(ben, cutId, 'Less snare', 2.5);
    await write(ben, cutId, 'Moved', 5);
    await write(ben, cutId, 'Deleted', 6);
    await reaper.until((now) => ours(now).length === 3, 'three markers');
    await reaper.call('changeMarker', 'Ben: Moved', { from: 99 });
    await reaper.call('changeMarker', 'Ben: Deleted', { isDeleted: true });
    await write(ben, cutId, 'Another', 8);
    const look = await reaper.until((now) => now.markers.some(({ name }) => name === 'Ben: Another'), 'it');
    expect(look.markers.map(({ name, from, isOurs }) => [name, from, isOurs])).toEqual([
      ['Verse', 12, false],
      ['Ben: Less snare', 12.5, false],
      ['Ben: Less snare', 12.5, true],
      ['Ben: Another', 18, true],
      ['Chorus', 30, false],
      ['Ben: Moved', 99, true],
    ]);
    for (const { id } of await commentsOf(ben, cutId)) await ben.command('comment.resolve', { id });
    const rest = await reaper.until((now) => ours(now).length === 0, 'ours to go');
    expect(rest.markers.map(({ name }) => name)).toEqual(['Verse', 'Ben: Less snare', 'Chorus']);
  });

  it('works offline, and keeps comments while the app is closed', async () => {
    const { reaper, app, server, ana, ben, cutId, place } = await openReaper();
    await reaper.until(hasText('0 open points'), 'the song');
    await server.stop();
    await until(() => app.last('connection.changed')?.kind === 'offline');
    await reaper.call('set', { cursor: 11 });
    await reaper.call('give', { inputs: 'Offline' });
    await reaper.call('press', ['c']);
    await reaper.until((now) => ours(now).join() === 'Ana: Offline', 'the pending point');

    await app.stop();
    await reaper.until(hasText('BandMate isn’t running'), 'the end of the app');
    await reaper.call('give', { inputs: 'App closed' });
    await reaper.call('press', ['c']);
    const kept = await reaper.until(hasText('1 kept until BandMate runs'), 'the kept comment');
    expect(kept.ext['BandMate/unsent']).toContain('App closed');
    expect(ours(kept)).toContain('You: App closed');
    await server.restart();
    // REAPER ends, and comes back before the app does.
    await reaper.call('finish');
    const later = startReaper(lua, join(place.folder, 'Scripts/BandMate/BandMate.lua'));
    await later.call('set', { ext: kept.projectExt });
    await later.call('give', { ext: kept.ext });
    await later.call('start');
    const next = await startRuntime({ userData: app.userData, reaperPlace: place });
    await signIn(next, server, ana);
    await later.until((now) => now.ext['BandMate/unsent'] === '[]', 'the kept comment to be taken');
    const texts = await until(async () => {
      const list = await commentsOf(ben, cutId);
      return list.length === 2 && list.map(({ text }: { text: string }) => text);
    });
    expect(texts.sort()).toEqual(['App closed', 'Offline']);
  });

  it('offers the text of a refused comment again', async () => {
    const { reaper, ana, projectId, cutId } = await openReaper();
    await reaper.until(hasText('0 open points'), 'the song');
    await ana.command('cut.delete', { id: cutId });
    await reaper.until(hasText('There is no such song in the signed-in account.'), 'the end of the song');
    await reaper.call('give', { inputs: 'Too late' });
    await reaper.call('set', { cursor: 12 });
    await reaper.call('press', ['c']);
    await reaper.until((now) => now.texts.some((text) => text.startsWith('Not sent: ')), 'the refusal');
    await reaper.call('press', ['c']);
    expect((await reaper.look()).asked.at(-1)?.value).toBe('Too late');
    expect(projectId).toBeTruthy();
  });

  it('lets a song be chosen, and shows each project’s own song', async () => {
    const { reaper, app, ben, cutId } = await openReaper({ withoutSong: true });
    await app.handlers['local.showing']({ cutId, fileId: null });
    await reaper.until(hasText('In BandMate: Take 1'), 'the current song');
    await write(ben, cutId, 'Hello', 1);
    await reaper.call('give', { menus: [1] });
    await reaper.call('press', ['m']);
    const chosen = await reaper.until((now) => ours(now).length === 1, 'the marker');
    expect(chosen.menus[0]).toBe('Use “Take 1” for this project|Choose song…');
    expect(chosen.projectExt['BandMate/song']).toBe(cutId);
    // Another project in the same tab has no song, and gets no markers.
    await reaper.call('open', 'two');
    const other = await reaper.until(hasText('In BandMate: Take 1'), 'the other project');
    expect(other.markers).toEqual([]);
    await reaper.call('give', { menus: [1, 1, 1] });
    await reaper.call('press', ['m']);
    await reaper.until((now) => ours(now).length === 1, 'the marker in the other project');
    await reaper.call('set', { cursor: 7 });
    await reaper.call('give', { menus: [2] });
    await reaper.call('press', ['m']);
    await reaper.until(({ markers }) => markers[0]?.from === 8, 'the new start');
    await reaper.call('give', { menus: [6] });
    await reaper.call('press', ['m']);
    await reaper.until(({ markers }) => markers.length === 0, 'the song to be left');
    await reaper.call('open', 'one');
    expect(ours(await reaper.until(hasText('1 open point'), 'the first project'))).toEqual(['Ben: Hello']);
  });

  it('places points on the newest version, from where the band says that the song starts in the DAW', async () => {
    const { server, ana, ben, projectId } = await startBand();
    const place = { server, user: ben };
    const first = (await upload(place, musicFile(), newCut(projectId), { name: 'Dune v1.wav' })).file;
    const { cutId } = first;
    await write(ben, cutId, 'Less snare', 1, { fileId: first.id });
    const shifted = musicFile((plane) => concat(silence(musicRate / 2), plane));
    await upload(place, shifted, { kind: 'cut', cutId }, { name: 'Dune v2.wav' });
    await ben.command('cut.describe', { id: cutId, music: { dawStart: 8.25 } });

    const reaperFolder = await reaperPlace();
    const app = await startDevice(server, ana, { reaperPlace: reaperFolder });
    await dataOf(app.handlers['projects.read']({ id: projectId }));
    const { reaper: state } = await dataOf(app.handlers['reaper.install'](null));
    const reaper = startReaper(lua, state.script);
    await reaper.call('set', { ext: { 'BandMate/song': cutId } });
    await reaper.call('start');
    const at = ({ markers }: ReaperLook) => markers.map(({ from }) => from.toFixed(2)).join();
    await reaper.until((now) => at(now) === '9.75', 'the carried place');
  });

  it('takes nothing away that the user can redo', async () => {
    const { reaper, ben, cutId } = await openReaper();
    await reaper.until(hasText('0 open points'), 'the song');
    await reaper.call('give', { redo: 'Split items' });
    await write(ben, cutId, 'While undoing', 1);
    expect((await reaper.until((now) => ours(now).length === 1, 'the marker')).undo).toEqual([]);
    await reaper.call('give', { redo: null });
    await write(ben, cutId, 'Afterwards', 2);
    const look = await reaper.until((now) => ours(now).length === 2, 'the second marker');
    expect(look.undo).toEqual(['BandMate: show open points']);
  });

  it('changes nothing while REAPER records', async () => {
    const { reaper, ben, cutId } = await openReaper();
    await reaper.until(hasText('0 open points'), 'the song');
    await reaper.call('set', { state: 5, play: 13 });
    await write(ben, cutId, 'Wait', 1);
    await reaper.until(hasText('1 open point'), 'the point in the list');
    expect((await reaper.look()).markers).toEqual([]);
    await reaper.call('give', { inputs: 'Right here' });
    await reaper.call('press', ['c']);
    await meanwhile(reaper, async () =>
      (await commentsOf(ben, cutId)).some(({ timestamp }: { timestamp: number }) => timestamp === 3),
    );
    await reaper.call('set', { state: 0 });
    await reaper.until((now) => ours(now).length === 2, 'the markers after the take');
  });

  it('is ended cleanly, and says so to its actions', async () => {
    const { reaper, app } = await openReaper();
    await reaper.until(hasText('0 open points'), 'the song');
    await reaper.call('press', [27]);
    await reaper.call('finish');
    const look = await reaper.look();
    expect({ isRunning: look.isRunning, toggle: look.toggle }).toEqual({ isRunning: false, toggle: 0 });
    await reaper.call('action', 'BandMate - next point.lua');
    expect((await reaper.look()).boxes).toEqual(['Start the script BandMate first.']);
    expect(await readdir(join(app.userData, 'local/requests'))).toEqual([]);
  });
});

/** An app’s folder without an app: the test writes its answers. */
async function openFolder(name: string) {
  const { folder, scripts } = await reaperPlace();
  const local = join(folder, 'local');
  for (const part of ['requests', 'answers']) await mkdir(join(local, part), { recursive: true });
  await writeFile(join(local, 'endpoint.json'), JSON.stringify({ version: 1, token: 'a token' }));
  const app: TestRuntime = await startRuntime({ reaperPlace: { folder, scripts } });
  const { reaper: state } = await dataOf(app.handlers['reaper.install'](null));
  await writeFile(join(folder, 'Scripts/BandMate/place.txt'), local);
  const reaper = startReaper(name, state.script);
  await reaper.call('set', { ext: extOf('song', 0) });
  await reaper.call('start');
  const followed = await until(async () => {
    await reaper.call('steps', 1, 0.6);
    return (await readdir(join(local, 'requests'))).find((file) => file.startsWith('reaper-'));
  });
  const { tag } = JSON.parse(await readFile(join(local, 'requests', followed), 'utf8'));
  const answer = (text: string) => writeFile(join(local, 'answers', followed), text.replace('TAG', tag));
  /** The next change that the script sends, taken away as the app does. */
  const takeChange = () =>
    until(async () => {
      await reaper.call('steps', 2, 0.6);
      const file = (await readdir(join(local, 'requests'))).find((one) => !one.startsWith('reaper-'));
      if (!file) return;
      const path = join(local, 'requests', file);
      const content = JSON.parse(await readFile(path, 'utf8'));
      await rm(path);
      const answerChange = (given: object) =>
        writeFile(join(local, 'answers', file), JSON.stringify({ answer: given }));
      return { content, answer: answerChange };
    });
  return { local, reaper, followed, answer, takeChange };
}

const pointsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...{ id: `p${index}`, seconds: index, endSeconds: null, place: 'own', madeOn: null, author: 'Ben' },
    ...{ text: `Point ${index} — “quoted” \\ ✓ 𝄞\n${'x'.repeat(300)}`, isOpen: true, isPending: false },
    ...{ createdAt: '2026-01-01T00:00:00.000Z', replies: [{ author: 'Ana', text: 'Yes' }] },
  }));

const answerOf = (points: object[], revision = 'r') =>
  JSON.stringify({
    ...{ renewals: 1, tag: 'TAG' },
    answer: {
      ok: true,
      data: { revision, song: { id: 'song', name: 'Song', dawStart: 5 }, version: null, points },
    },
  });

describe.skipIf(lua === '').each(luas)('the script in %s', (name) => {
  it('asks with the token, reads 500 points, and costs little between changes', async () => {
    const { local, reaper, followed, answer } = await openFolder(name);
    const request = JSON.parse(await readFile(join(local, 'requests', followed), 'utf8'));
    expect(request).toEqual({
      ...{ token: 'a token', client: 'REAPER', keep: true, tag: expect.any(String) },
      request: { do: 'points', song: 'song' },
    });
    await answer(answerOf(pointsOf(500)));
    const look = await reaper.until((now) => ours(now).length === 500, '500 markers');
    expect(look.markers[0]).toMatchObject({ from: 0 });
    expect([...(look.markers[0]?.name ?? '')]).toHaveLength(80);
    // One reading of 200 KB and 40 markers at once: far less than what a person notices, even here.
    expect(look.slowestSeconds).toBeLessThan(0.5);
    expect(look.mostOpens).toBeLessThanOrEqual(6);
    const { opens } = await reaper.look();
    await reaper.call('steps', 300, 0.033);
    // Ten seconds of REAPER: two small reads a second, and one renewal.
    expect((await reaper.look()).opens - opens).toBeLessThanOrEqual(25);
  });

  it('keeps what it has when an answer is torn, foreign or hostile', async () => {
    const { reaper, answer } = await openFolder(name);
    await answer(answerOf(pointsOf(2)));
    await reaper.until((now) => ours(now).length === 2, 'two markers');
    const whole = answerOf(pointsOf(3), 'next');
    for (const text of [
      whole.slice(0, 400),
      'not JSON at all',
      '[]',
      '{"renewals":7,"tag":"TAG","answer":5}',
      `{"renewals":8,"tag":"TAG","answer":${'['.repeat(5_000)}`,
      '',
    ]) {
      await answer(text);
      await reaper.call('steps', 5, 0.6);
      expect(ours(await reaper.look())).toHaveLength(2);
    }
    await answer(whole);
    await reaper.until((now) => ours(now).length === 3, 'the next answer');
    const markup = pointsOf(1).map((point) => ({ ...point, author: '|#!<>&', text: '"]}\\u0000' }));
    await answer(answerOf(markup, 'markup'));
    await reaper.until((now) => ours(now).join() === '|#!<>&: "]}\\u0000', 'the odd name');
  });

  it('uses only known calls where markers have no GUID, and still lists the points', async () => {
    const { reaper, answer } = await openFolder(name);
    await reaper.call('give', { hasGuids: false });
    await answer(answerOf(pointsOf(1)));
    const look = await reaper.until(
      (now) => now.texts.some((text) => text.includes('too old for markers')),
      'the reason',
    );
    expect(look.markers).toEqual([]);
    expect(look.texts.some((text) => text.startsWith('Point 0'))).toBe(true);
  });

  it('resolves a comment that is still being sent, and drops that if the comment is refused', async () => {
    const { reaper, answer, takeChange } = await openFolder(name);
    await answer(answerOf([]));
    await reaper.until(hasText('0 open points'), 'the answer');
    const commentAndResolve = async (text: string) => {
      await reaper.call('give', { inputs: text });
      await reaper.call('press', ['c']);
      await reaper.until((now) => ours(now).join() === `You: ${text}`, 'the marker');
      await reaper.call('press', ['r']);
      await reaper.until((now) => ours(now).length === 0, 'the marker to go');
      return takeChange();
    };
    const comment = await commentAndResolve('Done at once');
    await comment.answer({ ok: true, data: {} });
    const resolve = await takeChange();
    expect(resolve.content.request).toEqual({ do: 'resolve', point: comment.content.request.comment });
    await resolve.answer({ ok: true, data: {} });
    const refused = await commentAndResolve('Too late');
    await refused.answer({ ok: false, kind: 'not-found', message: 'There is no such song.' });
    const look = await reaper.until((now) => now.ext['BandMate/unsent'] === '[]', 'the refusal');
    expect(look.texts.some((text) => text.startsWith('Not sent: There is no such song.'))).toBe(true);
  });

  it('sends a change again to an app that has begun again', async () => {
    const { local, reaper, answer, takeChange } = await openFolder(name);
    await answer(answerOf([]));
    await reaper.until(hasText('0 open points'), 'the answer');
    await reaper.call('give', { inputs: 'Kept' });
    await reaper.call('press', ['c']);
    const { content: first } = await takeChange();
    for (const part of ['requests', 'answers']) {
      await rm(join(local, part), { recursive: true });
      await mkdir(join(local, part));
    }
    await writeFile(join(local, 'endpoint.json'), JSON.stringify({ version: 1, token: 'another token' }));
    const { content: second } = await takeChange();
    expect(second).toEqual({ ...first, token: 'another token' });
    expect(first.request).toMatchObject({ do: 'comment', text: 'Kept', seconds: 0, song: 'song' });
  });
});
