import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';

type OnSecond = (words: string[], workingFolder: string, additionalData: unknown) => void;

/** Sends its standard input to the named socket. */
const notifier = `
const socket = require('node:net').connect({ path: '\\0' + process.argv[1] });
process.stdin.pipe(socket);
socket.on('error', (error) => { console.error(error); process.exit(1); });
`;

/**
 * Electron's single-instance lock: one holder per user data folder. The lock is an abstract socket, so a killed holder
 * leaves nothing behind. If the lock is taken, waits until its holder has been notified, as Electron does.
 *
 * @returns a function that releases the lock, or undefined if another process holds it.
 */
export function takeInstanceLock(
  userData: string,
  additionalData: unknown,
  onSecond: OnSecond,
): (() => void) | undefined {
  const name = `electron-host-${createHash('sha256').update(resolveFolder(userData)).digest('hex').slice(0, 32)}`;
  const server = createServer(async (socket) => {
    try {
      const { words, folder, data } = JSON.parse(await text(socket)) as {
        words: string[];
        folder: string;
        data: unknown;
      };
      onSecond(words, folder, data);
    } catch (error) {
      console.error('The message of a second instance could not be read:', error);
    }
  });
  server.on('error', () => undefined); // The name is taken; `listening` is checked below.
  server.listen({ path: `\0${name}` });
  if (server.listening) {
    server.unref();
    return () => server.close();
  }
  const input = JSON.stringify({ words: process.argv, folder: process.cwd(), data: additionalData ?? {} });
  const notified = spawnSync(process.execPath, ['-e', notifier, name], { input, timeout: 10_000 });
  if (notified.status !== 0)
    console.error('The first instance could not be notified:', String(notified.stderr));
  return undefined;
}

const resolveFolder = (folder: string) => {
  try {
    return realpathSync(folder);
  } catch {
    return folder; // It doesn't exist yet, so it has no other name.
  }
};
