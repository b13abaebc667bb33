import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { disposeLater } from './disposal.ts';

/** The Lua versions of REAPER that are installed here: 5.4 since REAPER 7, 5.3 before. */
export const luas: readonly string[] = ['lua5.4', 'lua5.3'].filter(
  (name) => spawnSync(name, ['-v']).error === undefined,
);

type Marker = { name: string; from: number; to: number | null; isOurs: boolean };

/** The state of the stub of REAPER, and how much a step of the script cost at most. */
export type ReaperLook = {
  markers: Marker[];
  undo: string[];
  texts: string[];
  asked: { title: string; value: string }[];
  menus: string[];
  boxes: string[];
  commands: number[];
  ext: Record<string, string>;
  projectExt: Record<string, string>;
  cursor: number;
  refresh: number;
  toggle: number;
  isRunning: boolean;
  slowestSeconds: number;
  mostOpens: number;
  opens: number;
};

/** REAPER, as far as `tests/lua/reaper-stub.lua` imitates it, with our script. Its time goes only by `steps`. */
export type StubbedReaper = {
  call(name: string, ...args: unknown[]): Promise<unknown>;
  /** Lets time go by until this holds; the app works meanwhile. */
  until(isReached: (look: ReaperLook) => boolean, what: string): Promise<ReaperLook>;
  look(): Promise<ReaperLook>;
  end(): void;
};

export function startReaper(lua: string, script: string): StubbedReaper {
  const folder = join(import.meta.dirname, '../lua');
  const child: ChildProcess = spawn(lua, [join(folder, 'drive.lua'), folder, script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting: ((line: string) => void)[] = [];
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  lines.on('line', (line) => waiting.shift()?.(line));
  lines.on('close', () => {
    for (const take of waiting.splice(0)) take('{"failure":"Lua has ended"}');
  });
  const end = () => void child.kill();
  disposeLater(end);

  async function call(name: string, ...args: unknown[]): Promise<unknown> {
    const line = await new Promise<string>((resolve) => {
      waiting.push(resolve);
      child.stdin?.write(`${JSON.stringify([name, ...args])}\n`);
    });
    const answer = JSON.parse(line);
    if (answer.failure) throw new Error(`${name}: ${answer.failure}`);
    return answer.result;
  }

  const look = () => call('look') as Promise<ReaperLook>;
  return {
    ...{ call, look, end },
    async until(isReached, what) {
      const deadline = Date.now() + 30_000;
      for (;;) {
        await call('steps', 4, 0.15);
        const now = await look();
        if (isReached(now)) return now;
        if (Date.now() > deadline) throw new Error(`Never reached: ${what}. ${JSON.stringify(now)}`);
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
    },
  };
}
