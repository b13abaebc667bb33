import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A Node process of the bench's own, with its lines of output as they come. */
export type Child = {
  process: ChildProcess;
  pid: number;
  /** Resolves with the first line, past or future, for which `matches` is true. Rejects if the process ends first. */
  line(matches: (line: string) => boolean, what: string): Promise<string>;
  stop(): Promise<void>;
};

/** Starts `node <script> ...args`; `script` is a path below the repository. Its stderr is shown only if it fails. */
export function startChild(script: string, args: string[] = [], env: Record<string, string> = {}): Child {
  const path = fileURLToPath(new URL(`../../${script}`, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let complaints = '';
  let hasEnded = false;
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const wake of [...waiting]) wake();
  });
  child.stderr.on('data', (data) => {
    complaints = (complaints + data).slice(-4000);
  });
  child.once('exit', () => {
    hasEnded = true;
    for (const wake of [...waiting]) wake();
  });
  return {
    process: child,
    pid: child.pid ?? 0,
    line: (matches, what) =>
      new Promise((resolve, reject) => {
        let next = 0;
        const look = () => {
          while (next < lines.length) {
            const line = lines[next++] ?? '';
            if (!matches(line)) continue;
            waiting.delete(look);
            resolve(line);
            return;
          }
          if (!hasEnded) return;
          waiting.delete(look);
          reject(new Error(`${script} ended before ${what}:\n${complaints}`));
        };
        waiting.add(look);
        look();
      }),
    stop: async () => {
      if (hasEnded) return;
      const end = once(child, 'exit');
      child.kill('SIGTERM');
      await end;
    },
  };
}
