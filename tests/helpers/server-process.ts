import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { bareEnvironment } from './bare-environment.ts';
import { disposeLater } from './disposal.ts';
import { until } from './until.ts';

const program = new URL('../../server/index.ts', import.meta.url).pathname;

/** The server as a process of its own, which is killed when the test ends. */
export type ServerProcess = {
  process: ChildProcessByStdio<null, Readable, Readable>;
  output: { stdout: string; stderr: string };
  /** Its exit code, or null if a signal ended it. */
  ended: Promise<number | null>;
};

export function runServer(environment: Record<string, string>, nodeOptions: string[] = []): ServerProcess {
  const child = spawn(process.execPath, [...nodeOptions, program], {
    env: { ...bareEnvironment(), PORT: '0', LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  disposeLater(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { process: child, output, ended };
}

/** The address that it has printed, once it listens. */
export async function addressOf({ output }: ServerProcess): Promise<{ url: string }> {
  const line = await until(() => output.stdout.includes('\n') && output.stdout, { what: 'the address' });
  return { url: line.trim() };
}

/** The lines of a log. */
export function linesOf(log: string): Record<string, unknown>[] {
  return log
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}
