import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';

type OnSecond = (words: string[], workingFolder: string, additionalData: unknown) => void;

/** Sends what stands on its input to the socket it is named. */
const notifier = `
const socket = require('node:net').connect({ path: '\\0' + process.argv[1] });
process.stdin.pipe(socket);
socket.on('error', (error) => { console.error(error); process.exit(1); });
`;

/**
 * Electron's single-instance lock: one holder per user data folder. An abstract socket is the lock, so a killed holder
 * leaves nothing behind. Being refused has told the holder, as in Electron, which is why that part waits.
 *
 * @returns gives the lock back, or undefined if another process has it.
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
      console.error('What a second instance sent could not be read:', error);
    }
  });
  server.on('error', () => undefined); // The name is taken: `listening` says so below.
  server.listen({ path: `\0${name}` });
  if (server.listening) {
    server.unref();
    return () => server.close();
  }
  const input = JSON.stringify({ words: process.argv, folder: process.cwd(), data: additionalData ?? {} });
  const told = spawnSync(process.execPath, ['-e', notifier, name], { input, timeout: 10_000 });
  if (told.status !== 0) console.error('The first instance could not be told:', String(told.stderr));
  return undefined;
}

const resolveFolder = (folder: string) => {
  try {
    return realpathSync(folder);
  } catch {
    return folder; // Not made yet: nobody else can know it by another name.
  }
};
