import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { healthSchema } from '../../protocol/wire/health.ts';
import { pinnedNode } from './dependencies.mjs';
import { type RunningProcess, startProcess } from './processes.ts';

export type EmbeddedServer = { url: string; process: RunningProcess };

const healthMilliseconds = 30_000;

/**
 * Starts server/index.ts as a child process and waits until it answers. If it doesn't, throws a sentence for the user;
 * the server has printed the reason by then.
 */
export async function startEmbeddedServer(
  root: string,
  options: { dataDirectory: string; environment?: NodeJS.ProcessEnv },
): Promise<EmbeddedServer> {
  // As the server makes it: for its owner only.
  mkdirSync(options.dataDirectory, { recursive: true, mode: 0o700 });
  const port = await choosePort(options.dataDirectory);
  const url = `http://127.0.0.1:${port}`;
  const server = startProcess({
    name: 'server',
    command: pinnedNode(root),
    arguments: [join(root, 'server/index.ts')],
    environment: {
      LOG_LEVEL: 'warn',
      ...process.env,
      ...options.environment,
      PORT: String(port),
      DATA_DIR: options.dataDirectory,
    },
    directory: root,
    stdout: 'ignore',
  });
  const failure = await Promise.race([
    untilHealthy(url),
    server.ended.then(({ code }) => `The server exited at once with code ${code}. See its output above.`),
  ]);
  if (failure) {
    await server.stop();
    throw new Error(failure);
  }
  return { url, process: server };
}

/** Waits until a BandMate server answers at `url`. Returns a sentence for the user if none does in time. */
export async function untilHealthy(
  url: string,
  timeoutMilliseconds = healthMilliseconds,
): Promise<string | undefined> {
  const deadline = Date.now() + timeoutMilliseconds;
  let reason = '';
  while (Date.now() < deadline) {
    try {
      const response = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(5_000) });
      healthSchema.parse(await response.json());
      return undefined;
    } catch (error) {
      reason = String((error as Error).cause ?? error);
    }
    await sleep(100);
  }
  return `No BandMate server answers at ${url}: ${reason}`;
}

/**
 * `PORT`, else the port this data folder used first, else 3000, else any free one. The port should stay the same: the
 * app remembers accounts and bound folders by the server's address.
 */
async function choosePort(dataDirectory: string): Promise<number> {
  if (process.env.PORT) return (await freePort(Number(process.env.PORT))) ?? Number(process.env.PORT);
  const portFile = join(dataDirectory, 'embedded-port');
  const first = existsSync(portFile) ? [Number(readFileSync(portFile, 'utf8'))] : [];
  for (const wanted of [...first, 3000, 0]) {
    const port = await freePort(wanted);
    if (port === undefined) continue;
    // Never overwritten: a port that is taken today is free again tomorrow.
    if (first.length === 0) writeFileSync(portFile, `${port}\n`);
    return port;
  }
  throw new Error('No free port was found on 127.0.0.1.');
}

/** The port if nothing listens on it (for 0, any free port), else undefined. */
async function freePort(port: number): Promise<number | undefined> {
  const probe = createServer();
  try {
    const listening = once(probe, 'listening');
    probe.listen(port, '127.0.0.1');
    await listening;
    const address = probe.address();
    return typeof address === 'object' ? address?.port : undefined;
  } catch {
    // Taken, or not permitted.
    return undefined;
  } finally {
    probe.close();
  }
}
