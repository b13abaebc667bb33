// First, as in the page's own entry: the bundler puts what both import into one chunk, which runs in this order.
import '../../configure-zod.ts';
import { describeIssue } from '../../../client/common/describe-issue.ts';
import type { Log } from '../../../client/common/log.ts';
import { socketTransport } from '../../../client/realtime/socket-transport.ts';
import { version } from '../../../package.json';
import type { Answer, Bridge } from '../../../protocol/ipc/bridge.ts';
import { type ChannelName, type ChannelResult, channelSchemas } from '../../../protocol/ipc/channels.ts';
import type { PushName } from '../../../protocol/ipc/pushes.ts';
import { browserText } from '../../text/browser.ts';
import { type BrowserClient, createBrowserClient } from './browser-client.ts';
import { createDroppedFiles } from './dropped-files.ts';
import { createFileHasher } from './file-hasher.ts';
import { browserPage, claimFront } from './page.ts';
import { sendFile } from './send-file.ts';

/**
 * The bridge of a page outside the app: the client runs in the page itself and reaches the page's own server by `fetch`,
 * Socket.IO and tus.
 */
export function openBrowserBridge(): Bridge {
  const droppedFiles = createDroppedFiles();
  const client = createBrowserClient({
    serverUrl: window.location.origin,
    version,
    platform: platformOf(navigator.userAgent),
    log: consoleLog,
    page: browserPage,
    droppedFiles,
    files: { hash: createFileHasher(), send: sendFile },
    realtimeSettings: { connection: { createTransport: socketTransport({ withCredentials: true }) } },
  });
  followWindow(client);
  claimFront();
  return createBridge(client, (file) => (file instanceof File ? droppedFiles.add(file) : ''));
}

/** Validates calls as the app's main process does, so that the page behaves the same in both. */
function createBridge(client: BrowserClient, pathForFile: Bridge['pathForFile']): Bridge {
  const listeners = new Map<PushName, Set<(push: never) => void>>();
  client.onPush(({ name, data }) => {
    for (const listener of [...(listeners.get(name) ?? [])]) listener(data as never);
  });
  return {
    async invoke<Name extends ChannelName>(name: Name, args: unknown): Promise<Answer<ChannelResult<Name>>> {
      const parsed = channelSchemas[name].args.safeParse(args);
      if (!parsed.success) {
        const message = `The call ${name} has wrong arguments: ${describeIssue(parsed.error)}`;
        consoleLog.warn({ name, message }, 'A call was refused');
        return { ok: false, kind: 'refused-call', message };
      }
      try {
        const handle = client.handlers[name] as (args: unknown) => Promise<Answer<ChannelResult<Name>>>;
        return await handle(parsed.data);
      } catch (error) {
        consoleLog.error({ name, error: String(error) }, 'A call failed');
        return { ok: false, kind: 'internal', message: browserText.pageFailed };
      }
    },
    on(name, listener) {
      const those = listeners.get(name) ?? new Set();
      listeners.set(name, those);
      those.add(listener as (push: never) => void);
      return () => those.delete(listener as (push: never) => void);
    },
    pathForFile,
  };
}

function followWindow(client: BrowserClient): void {
  window.addEventListener('online', client.networkChanged);
  window.addEventListener('offline', client.networkChanged);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') client.retryNow();
  });
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) client.resume();
  });
  // The browser asks in its own words whether to leave.
  window.addEventListener('beforeunload', (event) => {
    if (client.hasUnsavedWork()) event.preventDefault();
  });
}

/** Decides how keys are named. */
function platformOf(userAgent: string): 'darwin' | 'win32' | 'linux' {
  if (/Mac|iPhone|iPad/.test(userAgent)) return 'darwin';
  return /Windows/.test(userAgent) ? 'win32' : 'linux';
}

/** Only what a person needs to report a problem; the rest would flood the console. */
const consoleLog: Log = {
  debug: () => {},
  info: () => {},
  warn: (...line: unknown[]) => write('warn', line),
  error: (...line: unknown[]) => write('error', line),
};

function write(level: 'warn' | 'error', line: unknown[]): void {
  // biome-ignore lint/suspicious/noConsole: a page has no other place for its log
  console[level]('BandMate:', ...line);
}
