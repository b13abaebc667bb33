import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Program, startProgram } from '../program.ts';
import type { UnrulyProxy } from '../unruly-proxy.ts';
import { type BandReader, sqliteReader } from './band-rows.ts';
import type { BandTemplate } from './band-template.ts';
import type { ChaosStorage } from './storage.ts';

/** The band's server behind the clients' proxies: one process, or several nodes. */
export type Servers = BandReader & {
  /** Where the truth can be read now. */
  url(): string;
  /** The addresses of all that are ready. */
  urls(): string[];
  isAlive(): boolean;
  /** Kills one of its processes. */
  kill(): Promise<void>;
  /** Starts its dead processes. Resolves when they are ready, or killed before that. */
  start(): Promise<void>;
  /** Brings about trouble that only several machines have; answers how to end it. */
  trouble?(random: () => number): Promise<() => Promise<void>>;
  /** Where its files are, if they are in S3. */
  storage?: ChaosStorage;
  close(): Promise<void>;
};

/** The surroundings in which servers are opened. They set the targets of the proxies. */
export type Opening = {
  band: BandTemplate;
  home: string;
  proxies: readonly UnrulyProxy[];
  /** Takes a sentence about something that should not have happened. */
  complain(problem: string): void;
  /** Called whenever a process is ready. */
  whenReady(folder: string): void;
};

export type OpenServers = (opening: Opening) => Promise<Servers>;

/** A server as a process that may be killed and started again. */
export type ServerProcess = {
  /** Null while it isn't ready. */
  url(): string | null;
  isAlive(): boolean;
  kill(): Promise<void>;
  start(): Promise<void>;
};

export function createServerProcess(parts: {
  name: string;
  env: Record<string, string>;
  complain: Opening['complain'];
  whenReady(): void;
  /** Starts it again if it ends before it is ready, as a service manager does: its database may be down. */
  isPersistent?: boolean;
}): ServerProcess {
  let program: Program | null = null;
  let url: string | null = null;
  let started = Promise.resolve();
  const killed = new Set<Program>();

  async function launch(): Promise<void> {
    const ready = Promise.withResolvers<void>();
    const launched = startProgram('server/index.ts', parts.env, (line) => {
      if (program !== launched) return;
      url = line;
      parts.whenReady();
      ready.resolve();
    });
    program = launched;
    const end = launched.ended.then(async () => {
      if (killed.has(launched)) return;
      if (url === null && parts.isPersistent) {
        await wait(200);
        if (program === launched) await launch();
        return;
      }
      parts.complain(`${parts.name} ended without being killed: ${launched.complaints()}`);
    });
    await Promise.race([ready.promise, end]);
  }

  return {
    url: () => url,
    isAlive: () => program !== null,
    start() {
      if (program === null) started = launch();
      return started;
    },
    async kill() {
      const victim = program;
      if (!victim) return;
      killed.add(victim);
      url = null;
      await victim.kill();
      if (program === victim) program = null;
    },
  };
}

export const openOneServer: OpenServers = async ({ band, home, proxies, complain, whenReady }) => {
  const folder = join(home, 'server');
  await mkdir(folder, { recursive: true });
  await band.copyTo(folder);
  let url = '';
  const target = (port: number | null) => {
    for (const proxy of proxies) proxy.setTarget(port);
  };
  const server = createServerProcess({
    ...{ name: 'The server', complain },
    env: { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'error' },
    whenReady: () => {
      url = server.url() ?? '';
      target(Number(new URL(url).port));
      whenReady(folder);
    },
  });
  const kill = () => {
    target(null);
    return server.kill();
  };
  return {
    ...sqliteReader(join(folder, 'bandmate.sqlite')),
    url: () => url,
    urls: () => [server.url() ?? []].flat(),
    isAlive: server.isAlive,
    start: server.start,
    kill,
    close: kill,
  };
};
