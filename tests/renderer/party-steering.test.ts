import { describe, expect, test } from 'vitest';
import { partyPositionAt } from '../../protocol/state/party-position.ts';
import { createRandom } from '../faults/random.ts';
import { startCrowd } from '../helpers/party-crowd.ts';

/** Three listeners who have joined, with up to 150 ms of jitter each way. */
async function startThree(seed = 7) {
  const crowd = startCrowd(3, { random: createRandom(seed), jitter: 150 });
  for (const listener of crowd.listeners) crowd.join(listener);
  await crowd.pass(2_000);
  const [ana, ben, cy] = crowd.listeners as [never, never, never];
  return {
    ...crowd,
    ana: crowd.listeners[0] ?? ana,
    ben: crowd.listeners[1] ?? ben,
    cy: crowd.listeners[2] ?? cy,
  };
}

/** The largest spread while that much time passes. */
async function worst(
  crowd: Pick<Awaited<ReturnType<typeof startThree>>, 'pass' | 'spread'>,
  milliseconds: number,
) {
  let most = 0;
  await crowd.pass(milliseconds, () => {
    most = Math.max(most, crowd.spread());
  });
  return most;
}

describe('listeners of a party', () => {
  test.each([1, 2, 3, 4, 5, 6])(
    'stay within 50 ms of each other, with 150 ms of jitter (seed %i)',
    async (seed) => {
      const crowd = await startThree(seed);
      const { control, ana, ben, cy } = crowd;
      control(ana, { kind: 'play' });
      await crowd.pass(1_500);
      expect(await worst(crowd, 20_000)).toBeLessThan(50);
      control(ben, { kind: 'seek', position: 60 });
      await crowd.pass(1_500);
      expect(await worst(crowd, 5_000)).toBeLessThan(50);
      control(cy, { kind: 'switch', fileId: 'v2', shift: 0 });
      await crowd.pass(1_500);
      expect(await worst(crowd, 5_000)).toBeLessThan(50);
      expect(crowd.listeners.map(({ sound }) => sound.fileId)).toEqual(['v2', 'v2', 'v2']);
      control(ana, { kind: 'loop', loop: { from: 66, to: 74 } });
      await crowd.pass(10_000);
      expect(crowd.listeners.every(({ sound }) => sound.heard() >= 66 && sound.heard() < 74)).toBe(true);
      control(ben, { kind: 'pause' });
      await crowd.pass(1_000);
      expect(await worst(crowd, 1_000)).toBeLessThan(5);
    },
  );

  test('start and pause at one moment', async () => {
    const crowd = await startThree();
    crowd.control(crowd.ana, { kind: 'play' });
    expect(await worst(crowd, 3_000)).toBeLessThan(50);
    crowd.control(crowd.ben, { kind: 'pause' });
    expect(await worst(crowd, 1_000)).toBeLessThan(50);
  });

  test('stay together for ten minutes on clocks and devices that drift, without a jump', async () => {
    const crowd = await startThree();
    crowd.control(crowd.ana, { kind: 'seek', position: 0 });
    crowd.control(crowd.ana, { kind: 'play' });
    await crowd.pass(5_000);
    const before = crowd.listeners.map(({ sound }) => sound.seeks.length);
    // A sound of five minutes, heard in a loop of a minute.
    crowd.control(crowd.ana, { kind: 'loop', loop: { from: 0, to: 60 } });
    const heard: number[] = [];
    await crowd.pass(600_000, () => {
      const [first = 0] = crowd.listeners.map(({ sound }) => sound.heard());
      // Where the loop turns, one is at its end while another has begun again.
      if (first > 1 && first < 59) heard.push(crowd.spread());
    });
    expect(Math.max(...heard)).toBeLessThan(50);
    expect(crowd.listeners.map(({ sound }) => sound.seeks.length)).toEqual(before);
  });

  test('end up with the last control in the order of the server, whoever sent it', async () => {
    const crowd = await startThree();
    for (let round = 0; round < 5; round += 1) {
      crowd.control(crowd.ana, { kind: 'seek', position: 10 + round });
      crowd.control(crowd.ben, { kind: 'seek', position: 100 + round });
      crowd.control(crowd.cy, { kind: round % 2 ? 'play' : 'pause' });
    }
    await crowd.pass(3_000);
    const { position } = crowd.state();
    for (const { sound } of crowd.listeners) expect(Math.abs(sound.heard() - position)).toBeLessThan(0.01);
  });

  test('come in late without a jump, however long their sound takes to load', async () => {
    const random = createRandom(3);
    const crowd = startCrowd(3, { random, jitter: 150, manners: [{}, {}, { load: [3_000, 3_000] }] });
    const [ana, ben, late] = crowd.listeners;
    if (!ana || !ben || !late) throw new Error('Somebody is missing');
    crowd.join(ana);
    crowd.join(ben);
    await crowd.pass(1_500);
    crowd.control(ana, { kind: 'play' });
    await crowd.pass(3_000);
    crowd.join(late);
    await crowd.pass(2_500);
    expect(late.sound.isMoving()).toBe(false);
    expect(late.statuses.at(-1)).toBe('joining');
    await crowd.pass(4_000);
    expect(late.sound.isMoving()).toBe(true);
    const seeks = late.sound.seeks.length;
    expect(await worst(crowd, 5_000)).toBeLessThan(50);
    expect(late.sound.seeks).toHaveLength(seeks);
    expect(late.statuses.at(-1)).toBe('together');
  });

  test('fall silent where the sound isn’t known, and join as soon as it is', async () => {
    const crowd = await startThree();
    crowd.cy.sound.files.delete('v2');
    crowd.control(crowd.ana, { kind: 'play' });
    await crowd.pass(2_000);
    crowd.control(crowd.ana, { kind: 'switch', fileId: 'v2', shift: 0 });
    await crowd.pass(1_000);
    expect(crowd.cy.sound.isStarted()).toBe(false);
    expect(crowd.cy.statuses.at(-1)).toBe('missing');
    crowd.cy.sound.files.add('v2');
    await crowd.pass(2_000);
    expect(crowd.cy.statuses.at(-1)).toBe('together');
    expect(crowd.spread()).toBeLessThan(50);
  });

  test('go on when one of them stops following', async () => {
    const crowd = await startThree();
    crowd.control(crowd.ana, { kind: 'play' });
    await crowd.pass(2_000);
    crowd.ana.steering.stop();
    crowd.ana.samples.stop();
    expect(await worst(crowd, 3_000)).toBeLessThan(50);
    expect(crowd.ben.sound.isMoving()).toBe(true);
  });

  test('follow the party’s position past the end of the sound, and start again', async () => {
    const crowd = await startThree();
    crowd.control(crowd.ana, { kind: 'play', position: 298 });
    await crowd.pass(5_000);
    expect(crowd.listeners.map(({ sound }) => sound.isStarted())).toEqual([false, false, false]);
    crowd.control(crowd.ben, { kind: 'play', position: 0 });
    await crowd.pass(2_000);
    expect(crowd.spread()).toBeLessThan(50);
    const expected = partyPositionAt(crowd.state(), crowd.time.monotonic() + 5_000_000);
    expect(Math.abs(crowd.ana.sound.heard() - expected)).toBeLessThan(0.05);
  });
});
