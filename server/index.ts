import { createServer, type RunningServer } from './app.ts';
import { DataFolderError } from './data-folder.ts';
import { DatabaseError } from './db/database-error.ts';
import { ListenError } from './listen.ts';
import { readConfig } from './read-config.ts';
import { StorageError } from './storage/storage-error.ts';

/**
 * The server as a program. It prints one line to standard output, its address; everything else goes to standard error.
 * Exits with 0 after a graceful stop, with 1 if it can't start, and immediately on a second signal.
 */
const config = readConfig(process.env);
if (!config.ok) fail(config.message);
const server = await start(config.data);

let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    const stopped = server.drain().then(server.close);
    stopped.then(
      () => process.exit(0),
      (error) => fail(`The server could not stop cleanly: ${error.message}`),
    );
  });
}
process.stdout.write(`http://127.0.0.1:${server.port}\n`);

async function start(partialConfig: Parameters<typeof createServer>[0]): Promise<RunningServer> {
  try {
    return await createServer(partialConfig);
  } catch (error) {
    return fail(explain(error as Error));
  }
}

function explain(error: Error): string {
  if ([DataFolderError, DatabaseError, ListenError, StorageError].some((known) => error instanceof known))
    return error.message;
  return `The server can't start: ${error.stack ?? error.message}`;
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
