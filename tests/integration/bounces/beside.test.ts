import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { createRecordingPause } from '../../../main/beside/recording-pause.ts';
import { createThrottle } from '../../../main/beside/throttle.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave } from '../../helpers/uploads.ts';
import { openMachine, openStudio } from './studio.ts';

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** In front of the server: notes when how many bytes came in. */
async function countingDoor(serverUrl: string) {
  const { port: target } = new URL(serverUrl);
  const arrived: { at: number; bytes: number }[] = [];
  const door = net.createServer((client) => {
    const server = net.connect(Number(target), '127.0.0.1');
    client.on('data', (piece) => arrived.push({ at: performance.now(), bytes: piece.length }));
    client.pipe(server).pipe(client);
    for (const socket of [client, server])
      socket.on('error', () => {
        client.destroy();
        server.destroy();
      });
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  disposeLater(() => void door.close());
  return { url: `http://127.0.0.1:${(door.address() as net.AddressInfo).port}`, arrived };
}

/** Bytes a second in each stretch of so many seconds, as the server’s door saw them. */
function rates(arrived: readonly { at: number; bytes: number }[], seconds: number): number[] {
  return arrived.flatMap(({ at: from }) => {
    const end = from + seconds * 1000;
    if ((arrived.at(-1)?.at ?? 0) < end) return [];
    const bytes = arrived.filter(({ at }) => at > from && at <= end).reduce((sum, one) => sum + one.bytes, 0);
    return [bytes / seconds];
  });
}

it('keeps uploads within 10 % of their limit, seen at the server over five seconds', async () => {
  const limit = 1_000_000;
  const throttle = createThrottle(systemClock);
  throttle.setRate(limit);
  const server = await startServer();
  const user = await registerUser(server);
  const projectId = await createProject(user, []);
  const door = await countingDoor(server.url);
  const machine = await openMachine({ server: { ...server, url: door.url }, user, projectId, throttle });
  const files = [makeWave(3_000_000), makeWave(4_200_000)];
  for (const [index, bytes] of files.entries())
    await writeFile(join(machine.folder, `Song ${index} v1.wav`), bytes);
  await until(
    () => {
      const transfers = machine.pipeline.listTransfers();
      return transfers.length === 2 && transfers.every(({ state }) => state.kind === 'done');
    },
    { what: 'both files at the server', timeoutMilliseconds: 40_000 },
  );
  const seen = rates(door.arrived, 5);
  expect(seen.length).toBeGreaterThan(0);
  expect(Math.max(...seen)).toBeLessThanOrEqual(1.1 * limit);
  // Another program may take the processor for a while, but not all the time.
  expect(Math.max(...rates(door.arrived, 2))).toBeGreaterThanOrEqual(0.9 * limit);
}, 60_000);

it('holds uploads while the user records, notices bounces meanwhile, and loses none', async () => {
  const pause = createRecordingPause(systemClock);
  const throttle = createThrottle(systemClock);
  throttle.setRate(400_000);
  const studio = await openStudio({ throttle, hold: pause });
  const files = { 'First v1.wav': makeWave(2_000_000), 'Second v1.wav': makeWave(200_000) };
  const sentOf = (name: string) => studio.transferOf(name)?.sent ?? 0;
  await writeFile(join(studio.folder, 'First v1.wav'), files['First v1.wav']);
  await until(() => sentOf('First v1.wav') > 100_000, { what: 'the first bounce to be on its way' });

  pause.pause(30);
  await wait(300);
  const held = sentOf('First v1.wav');
  await writeFile(join(studio.folder, 'Second v1.wav'), files['Second v1.wav']);
  await until(() => studio.transferOf('Second v1.wav') !== undefined, { what: 'the second to be noticed' });
  await wait(1_200);
  expect(sentOf('First v1.wav')).toBe(held);
  expect(sentOf('Second v1.wav')).toBe(0);
  expect(await studio.readFiles()).toEqual([]);

  // The pause survives a restart, and so does what waits for its end.
  await studio.restart();
  await wait(700);
  expect(await studio.readFiles()).toEqual([]);
  expect(
    studio.pipeline
      .listTransfers()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(Object.keys(files));

  throttle.setRate(null);
  pause.resume();
  const arrived = await studio.settled(2);
  expect(new Set(arrived.map(({ file }) => file.sha256))).toEqual(new Set(Object.values(files).map(hashOf)));
}, 60_000);
