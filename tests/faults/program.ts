import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A Node program of the test. Both directions are lines; its stderr is kept for a failure. */
export type Program = {
  pid: number;
  /** False once its end is known. */
  isAlive(): boolean;
  write(line: string): void;
  /** The end of its stderr. */
  complaints(): string;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Sends SIGKILL and waits until it is gone. Harmless if it is gone already. */
  kill(): Promise<void>;
};

const repository = join(import.meta.dirname, '../..');

/** `script` is a path below the repository. It doesn't inherit this process's `BANDMATE_*` settings. */
export function startProgram(
  script: string,
  env: Record<string, string>,
  onLine: (line: string) => void,
): Program {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('BANDMATE_'));
  const child: ChildProcess = spawn(process.execPath, [join(repository, script)], {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaints = '';
  let isAlive = true;
  child.stdin?.on('error', () => undefined);
  child.stderr?.on('data', (data) => {
    complaints = (complaints + data).slice(-4000);
  });
  if (child.stdout) createInterface({ input: child.stdout }).on('line', onLine);
  const orphan = () => child.kill('SIGKILL');
  process.once('exit', orphan);
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  child.once('exit', () => {
    isAlive = false;
    process.off('exit', orphan);
  });
  return {
    pid: child.pid ?? 0,
    isAlive: () => isAlive,
    write: (line) => void child.stdin?.write(`${line}\n`),
    complaints: () => complaints,
    ended,
    async kill() {
      if (isAlive) child.kill('SIGKILL');
      await ended;
    },
  };
}
