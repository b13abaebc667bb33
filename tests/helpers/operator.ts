import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { bareEnvironment } from './bare-environment.ts';
import { disposeLater } from './disposal.ts';

const program = new URL('../../server/operator/cli.ts', import.meta.url).pathname;

/** Runs the operator's command line in a process of its own, with these settings and no others. */
export async function runOperator(settings: NodeJS.ProcessEnv, ...words: string[]) {
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...bareEnvironment(), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  disposeLater(() => child.kill('SIGKILL'));
  const [printed, messages, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { printed, messages, code };
}
