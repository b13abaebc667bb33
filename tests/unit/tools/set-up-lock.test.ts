import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withSetUpLock } from '../../../tools/setup/set-up-lock.mjs';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

const lockModule = new URL('../../../tools/setup/set-up-lock.mjs', import.meta.url).href;

/** Starts a process that takes the lock, and writes "in" and "out" to the journal around a pause. */
function contender(lock: string, journal: string) {
  const program = `
    import { withSetUpLock } from ${JSON.stringify(lockModule)};
    import { appendFileSync } from 'node:fs';
    await withSetUpLock(${JSON.stringify(lock)}, async () => {
      appendFileSync(${JSON.stringify(journal)}, 'in ' + process.pid + '\\n');
      await new Promise((resolve) => setTimeout(resolve, 30));
      appendFileSync(${JSON.stringify(journal)}, 'out ' + process.pid + '\\n');
    }, { pollMilliseconds: 5 });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' });
  disposeLater(() => child.kill('SIGKILL'));
  return once(child, 'exit');
}

function expectOneAtATime(lines: string[]): void {
  for (let index = 0; index < lines.length; index += 2) {
    expect(lines[index]).toMatch(/^in /);
    expect(lines[index + 1]).toBe(lines[index]?.replace('in', 'out'));
  }
}

test('processes hold the lock one after the other, even after one crashed', async () => {
  const folder = await temporaryFolder();
  const lock = join(folder, 'deep/set-up.lock');
  const journal = join(folder, 'journal');
  const { pid: crashed } = spawnSync(process.execPath, ['-e', '']);
  await withSetUpLock(lock, () => writeFile(journal, ''));
  await writeFile(lock, `${crashed}\n`);

  const ends = await Promise.all(Array.from({ length: 4 }, () => contender(lock, journal)));

  expect(ends.map(([code]) => code)).toEqual([0, 0, 0, 0]);
  const lines = (await readFile(journal, 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(8);
  expectOneAtATime(lines);
});

test('the lock is released when the work fails', async () => {
  const lock = join(await temporaryFolder(), 'set-up.lock');
  await expect(withSetUpLock(lock, () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
  await expect(withSetUpLock(lock, async () => 'mine')).resolves.toBe('mine');
});

test('a lock untouched for a minute is taken over, even if its process id is in use', async () => {
  const folder = await temporaryFolder();
  const lock = join(folder, 'set-up.lock');
  await appendFile(lock, `${process.ppid}\n`);
  const old = new Date(Date.now() - 61_000);
  await utimes(lock, old, old);
  await expect(withSetUpLock(lock, async () => 'mine')).resolves.toBe('mine');
});
