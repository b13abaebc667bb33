import { expect, test } from 'vitest';
import { disposeLater } from '../../helpers/disposal.ts';
import { openBandOfListeners, percentile, recordSpread } from '../../helpers/party-run.ts';
import { startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

/** A party of Ana’s that Ben and Cy have joined, over a network with 150 ms of jitter each way. */
async function startParty(seed: number) {
  const server = await startServer({ partyProbe: { every: 500, patience: 1_000 } });
  const band = await openBandOfListeners(server, 150, seed);
  disposeLater(band.close);
  const [ana, ben, cy] = band.people;
  const [fileId] = band.files;
  const { projectId } = band;
  const begun = { projectId, fileId, position: 0, isPlaying: false, loop: null };
  expect(await ana.session.start(begun)).toMatchObject({ ok: true });
  const partyId = await until(() => ben.session.view.get().parties[0]?.id, { what: 'the announcement' });
  for (const { session } of [ben, cy]) expect(await session.join(partyId)).toMatchObject({ ok: true });
  return { ...band, server, ana, ben, cy, partyId };
}

const areTogether = (people: { session: { view: { get(): { own: { status: string } | null } } } }[]) =>
  people.every(({ session }) => session.view.get().own?.status === 'together');
const isMoving = ({ sound }: { sound: { isMoving(): boolean } }) => sound.isMoving();

/** On a machine that is busy with other tests, a start may be late; then it is put right. The bench has no patience. */
const staysTogether = (people: Parameters<typeof recordSpread>[0], milliseconds: number) =>
  until(async () => percentile(await recordSpread(people, milliseconds), 0.95) < 50, {
    what: 'positions within 50 ms',
  });

test('three listeners over a network with 150 ms of jitter hear the same moment, whoever leads', async () => {
  const { ana, ben, cy, files, people } = await startParty(11);
  ana.session.control({ kind: 'play' });
  await until(() => people.every(isMoving) && areTogether(people), { what: 'all to play' });
  await staysTogether(people, 2_000);

  cy.session.control({ kind: 'seek', position: 100 });
  await until(() => people.every(({ sound }) => sound.heard() > 99) && areTogether(people));
  ben.session.control({ kind: 'switch', fileId: files[1], shift: 0 });
  await until(() => people.every(({ sound }) => sound.fileId === files[1]) && areTogether(people));
  ana.session.control({ kind: 'loop', loop: { from: 100, to: 140 } });
  ben.session.control({ kind: 'pause' });
  await until(() => people.every(({ sound }) => sound.loop?.to === 140 && !sound.isStarted()));
  const [spread = 1_000] = await recordSpread(people, 100);
  expect(spread).toBeLessThan(10);
});

test('the music goes on when the one who began vanishes, and ends with the last one', async () => {
  const { ana, ben, cy, people, partyId } = await startParty(12);
  ana.session.control({ kind: 'play' });
  await until(() => people.every(isMoving) && areTogether(people));
  ana.proxy.strike({ kind: 'vanish' });
  ana.proxy.setWeather({ kind: 'refuse' });
  // Long before a heartbeat would notice.
  await until(() => cy.session.view.get().own?.party.listenerIds.length === 2, {
    timeoutMilliseconds: 8_000,
  });
  const others = [ben, cy];
  expect(others.every(isMoving)).toBe(true);
  cy.session.control({ kind: 'seek', position: 42 });
  await until(() => others.every(({ sound }) => sound.heard() > 41.9) && areTogether(others));
  await staysTogether(others, 1_000);

  ben.session.leave();
  expect(ben.sound.isMoving()).toBe(true);
  await until(() => cy.session.view.get().own?.party.listenerIds.length === 1);
  cy.session.leave();
  await until(() => ben.session.view.get().parties.every(({ id }) => id !== partyId), { what: 'the end' });
});

test('a listener whose connection breaks plays on alone, and joins again', async () => {
  const { ana, ben, people } = await startParty(13);
  ana.session.control({ kind: 'play' });
  await until(() => people.every(isMoving) && areTogether(people));
  ben.proxy.strike({ kind: 'cut' });
  await until(() => ben.session.view.get().own?.isReached === false);
  expect(ben.sound.isMoving()).toBe(true);
  ana.session.control({ kind: 'seek', position: 77 });
  await until(() => ben.session.view.get().own?.isReached === true && areTogether(people), {
    what: 'Ben to be back',
  });
  await until(() => people.every(({ sound }) => sound.heard() > 76));
  await staysTogether(people, 1_000);
});

test('a restarted server has no parties, and everyone goes on alone', async () => {
  const { ana, ben, server, people } = await startParty(14);
  ana.session.control({ kind: 'play' });
  await until(() => people.every(isMoving));
  await server.restart();
  await until(() => people.every(({ session }) => session.view.get().own === null), {
    timeoutMilliseconds: 20_000,
    what: 'the end of the party',
  });
  expect(people.every(isMoving)).toBe(true);
  expect(ben.session.view.get().parties).toEqual([]);
});
