import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './say.mjs';

const beatMilliseconds = 5_000;
/** A holder touches its lock every 5 s. A lock this old was left by a process that is gone, even if its id is in use. */
const staleMilliseconds = 60_000;

/**
 * Waits for the lock file, then runs `work` while holding it.
 *
 * The file contains the id of its holder and is created with it in one step (a hard link), so no process reads it half
 * written. A lock left by a crash is taken over.
 *
 * @template Result
 * @param {string} file
 * @param {() => Promise<Result>} work
 * @param {{ pollMilliseconds?: number }} [options]
 * @returns {Promise<Result>}
 */
export async function withSetUpLock(file, work, { pollMilliseconds = 300 } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  let waiting = false;
  while (!take(file)) {
    const holder = readHolder(file);
    if (holder === null) continue;
    if (holder.stale) {
      removeStale(file, holder.pid);
      continue;
    }
    if (!waiting) say(`Another set-up is running in this folder (process ${holder.pid}). Waiting for it…`);
    waiting = true;
    await sleep(pollMilliseconds);
  }
  const beat = setInterval(() => utimesSync(file, new Date(), new Date()), beatMilliseconds);
  beat.unref();
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off('exit', release);
    release();
  }
}

/** @param {string} file */
function take(file) {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, `${process.pid}\n`);
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * @param {string} file
 * @returns {{ pid: number, stale: boolean } | null} null if it was released in the meantime
 */
function readHolder(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    const age = Date.now() - statSync(file).mtimeMs;
    return { pid, stale: !isAlive(pid) || age > staleMilliseconds };
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Moves the stale file aside before deleting it. If another process was faster and the file is a live lock by now, it
 * is put back.
 *
 * @param {string} file
 * @param {number} stalePid
 */
function removeStale(file, stalePid) {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
    if (Number(readFileSync(aside, 'utf8')) !== stalePid) linkSync(aside, file);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
