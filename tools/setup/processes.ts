import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import type { Readable } from 'node:stream';

export type ProcessEnd = { code: number | null; signal: NodeJS.Signals | null; timedOut: boolean };

/** A running program with all its child processes. */
export type RunningProcess = {
  name: string;
  pid: number;
  stdout: Readable | null;
  /** Never rejects: a program that can't be started ends with code 127. */
  ended: Promise<ProcessEnd>;
  /** Asks the program to end. After 15 s, kills it and any children that remain. */
  stop(): Promise<ProcessEnd>;
};

export type StartOptions = {
  name: string;
  command: string;
  arguments: string[];
  environment: NodeJS.ProcessEnv;
  directory: string;
  /** `pipe`: the caller reads it. A number: a file descriptor. */
  stdout?: 'inherit' | 'pipe' | 'ignore' | number | undefined;
  stderr?: 'inherit' | 'ignore' | number | undefined;
  timeoutMilliseconds?: number | undefined;
};

/** Longer than the 10 s our server gives its requests to finish. */
const graceMilliseconds = 15_000;
const isWindows = process.platform === 'win32';

/**
 * Starts a program in its own process group. Ctrl-C in the terminal then reaches only us, so we can end programs in
 * order, and no child outlives its program: when it ends, the rest of its group is killed.
 *
 * Windows has no process groups; there `taskkill /T` ends the tree.
 */
export function startProcess(options: StartOptions): RunningProcess {
  const child = spawn(options.command, options.arguments, {
    cwd: options.directory,
    env: options.environment,
    stdio: ['ignore', options.stdout ?? 'inherit', options.stderr ?? 'inherit'],
    detached: !isWindows,
    windowsHide: true,
  });
  let timedOut = false;
  const timer =
    options.timeoutMilliseconds &&
    setTimeout(() => {
      timedOut = true;
      signalGroup(child, 'SIGKILL');
    }, options.timeoutMilliseconds);

  const killAll = () => signalGroup(child, 'SIGKILL');
  process.once('exit', killAll);

  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`${options.name} can't be started: ${error.message}\n`);
      resolve({ code: 127, signal: null, timedOut });
    });
    child.once('exit', (code, signal) => resolve({ code, signal, timedOut }));
  }).finally(() => {
    clearTimeout(timer);
    process.off('exit', killAll);
    killAll();
  });

  return {
    name: options.name,
    pid: child.pid ?? -1,
    stdout: child.stdout,
    ended,
    async stop() {
      signalGroup(child, 'SIGTERM');
      const kill = setTimeout(killAll, graceMilliseconds);
      const end = await ended;
      clearTimeout(kill);
      return end;
    },
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (isWindows) {
    if (child.exitCode === null) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: the whole group has ended already. EPERM: macOS reports this for a group of zombies.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

/**
 * Resolves on the first SIGINT, SIGTERM or SIGHUP. npm and the terminal both forward one Ctrl-C, so signals within a
 * second count as one. A later signal means "now" and ends this process.
 */
export function untilAskedToEnd(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        first ??= performance.now();
        if (performance.now() - first > 1_000) process.exit(130);
        resolve(signal);
      });
    }
  });
}
