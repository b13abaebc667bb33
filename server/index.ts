import { createServer, type RunningServer } from './app.ts';
import { DataFolderError } from './data-folder.ts';
import { readConfig } from './read-config.ts';

/**
 * The server as a program. Standard output carries one line, its address; everything else goes to standard error.
 * Ends with 0 after a graceful stop, with 1 if it can't start, and at once on a second signal.
 */
const config = readConfig(process.env);
if (!config.ok) fail(config.message);
const server = await start(config.data);

let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    server.close().then(
      () => process.exit(0),
      (error) => fail(`The server could not stop in order: ${error.message}`),
    );
  });
}
process.stdout.write(`http://127.0.0.1:${server.port}\n`);

async function start(partialConfig: Parameters<typeof createServer>[0]): Promise<RunningServer> {
  try {
    return await createServer(partialConfig);
  } catch (error) {
    return fail(explain(error as NodeJS.ErrnoException & { port?: number }));
  }
}

function explain(error: NodeJS.ErrnoException & { port?: number }): string {
  if (error instanceof DataFolderError) return error.message;
  if (error.code === 'EADDRINUSE')
    return `Port ${error.port} is in use. Set PORT to another one (0 = any free).`;
  if (error.code === 'EACCES' && error.syscall === 'listen')
    return `Port ${error.port} needs more rights. Set PORT.`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return 'HOST is no address of this machine.';
  return `The server can't start: ${error.stack ?? error.message}`;
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
