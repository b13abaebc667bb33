import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createDisk, VolumeSilent } from '../../../main/bounces/disk/disk.ts';
import { identityOf } from '../../../main/bounces/disk/file-identity.ts';
import { createHasher } from '../../../main/bounces/disk/hasher.ts';
import { volumeOf } from '../../../main/bounces/disk/volume.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { until } from '../../helpers/until.ts';

const nameVolume = (path: string) => path.split('/')[1] ?? '';

it('limits the operations on each volume, and no volume waits for another', async () => {
  const disk = createDisk({ atATime: 2, nameVolume });
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<number>());
  let begun = 0;
  const all = gates.map(({ promise }, index) =>
    disk.run('/share/a', () => {
      begun++;
      return promise.then(() => index);
    }),
  );
  expect(await disk.run('/local/a', async () => 'at once')).toBe('at once');
  expect(begun).toBe(2);
  for (const [index, { resolve }] of gates.entries()) {
    resolve(index);
    expect(await all[index]).toBe(index);
  }
  expect(begun).toBe(5);
});

it('gives up on a volume that does not answer, sends it nothing more, and resumes when it answers', async () => {
  const disk = createDisk({ atATime: 1, patienceMilliseconds: 20, nameVolume });
  const { promise, resolve } = Promise.withResolvers<string>();
  const late: string[] = [];
  const first = disk.run(
    '/share/a',
    () => promise,
    (answer) => late.push(answer),
  );
  const queued = disk.run('/share/b', async () => 'never asked');
  await expect(first).rejects.toThrow('share does not answer');
  await expect(queued).rejects.toBeInstanceOf(VolumeSilent);
  let asked = false;
  const refused = disk.run('/share/c', async () => {
    asked = true;
  });
  await expect(refused).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  await expect(disk.runLong('/share/c', async () => 'neither')).rejects.toBeInstanceOf(VolumeSilent);
  expect(asked).toBe(false);
  expect([disk.isHeldUp(), disk.isSilent('/share/d'), disk.isSilent('/local/d')]).toEqual([
    true,
    true,
    false,
  ]);
  resolve('at last');
  await until(() => !disk.isHeldUp());
  expect(late).toEqual(['at last']);
  expect(await disk.run('/share/a', async () => 'again')).toBe('again');
});

it('waits for a long operation while it reports that it is alive', async () => {
  const disk = createDisk({ patienceMilliseconds: 250, nameVolume });
  let beats = 0;
  const long = disk.runLong('/share/a', async (alive) => {
    while (beats < 30) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      beats++;
      alive();
    }
    return beats;
  });
  expect(await long).toBe(30);
});

it('an operation that fails does not count as silence', async () => {
  const disk = createDisk({ patienceMilliseconds: 10_000, nameVolume });
  await expect(disk.run('/share/a', () => stat('/share/none'))).rejects.toThrow('ENOENT');
  expect(disk.isHeldUp()).toBe(false);
});

it('gives up on a file whose read never returns, and stops without waiting for its thread', async () => {
  const path = join(await temporaryFolder(), 'Dead.wav');
  // Opening a pipe without a writer blocks in the system, like a file on a dead share.
  execFileSync('mkfifo', [path]);
  const disk = createDisk({ patienceMilliseconds: 300 });
  const hasher = createHasher(disk);
  disposeLater(() => hasher.stop());
  const identity = identityOf(await stat(path, { bigint: true }));
  const { signal } = new AbortController();
  expect(await hasher.hash(path, identity, signal)).toEqual({ kind: 'failed', code: 'ETIMEDOUT' });
  expect(disk.isHeldUp()).toBe(true);
  await hasher.stop();
  // Unblocks the thread so that this process can exit. On a busy machine it may have ended before it opened the pipe.
  const writer = await open(path, constants.O_WRONLY | constants.O_NONBLOCK).catch(() => null);
  await writer?.close();
});

it.each([
  ['darwin', '/Volumes/Band/Bounces/a.wav', '/Volumes/Band'],
  ['darwin', '/Users/ana/Bounces', '/'],
  ['win32', '\\\\nas\\music\\a.wav', '\\\\nas\\music\\'],
  ['win32', 'D:\\Bounces\\a.wav', 'D:\\'],
  ['linux', '/proc/self/status', '/proc'],
] as const)('tells volumes apart by path alone on %s: %s', (platform, path, volume) => {
  expect(volumeOf(path, platform)).toBe(volume);
});
