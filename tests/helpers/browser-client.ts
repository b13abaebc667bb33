import type { PushMessage } from '../../client/account/push-message.ts';
import type { SendResult } from '../../client/uploads/transfer-results.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import { createCookieJar } from '../../main/session/cookie-jar.ts';
import type { PushName } from '../../protocol/ipc/pushes.ts';
import type { AccountSettings } from '../../protocol/ipc/settings.ts';
import { errorBodySchema } from '../../protocol/wire/error.ts';
import type { BrowserPage } from '../../renderer/bridge/browser/browser-account.ts';
import { type BrowserClient, createBrowserClient } from '../../renderer/bridge/browser/browser-client.ts';
import type { FileIo } from '../../renderer/bridge/browser/browser-uploads.ts';
import { createDroppedFiles, type DroppedFiles } from '../../renderer/bridge/browser/dropped-files.ts';
import { hashBlob } from '../../renderer/bridge/browser/hash-blob.ts';
import { disposeLater } from './disposal.ts';
import { createQuietLog } from './quiet-log.ts';

/** The state shared by the tabs of one browser: cookies, storage and a lock. */
export type Browser = {
  cookies: ReturnType<typeof createCookieJar>;
  kept: Map<string, AccountSettings>;
  alone: BrowserPage['alone'];
};

export function startBrowser(): Browser {
  const lock = createSerialQueue();
  return { cookies: createCookieJar([], Date.now), kept: new Map(), alone: lock.run };
}

export type TestTab = BrowserClient & {
  droppedFiles: DroppedFiles;
  pushed: PushMessage[];
  last<Name extends PushName>(name: Name): Extract<PushMessage, { name: Name }>['data'] | undefined;
};

/** The client of a page in a tab, without the window. It is stopped when the test ends. */
export function openTab(...given: Parameters<typeof createTab>): TestTab {
  const tab = createTab(...given);
  disposeLater(tab.stop);
  return tab;
}

/** The same, and its owner stops it. */
export function createTab(
  server: { url: string },
  browser: Browser = startBrowser(),
  changes: { files?: Partial<FileIo>; page?: Partial<BrowserPage> } = {},
): TestTab {
  const { cookies, kept, alone } = browser;
  const droppedFiles = createDroppedFiles();
  const client = createBrowserClient({
    serverUrl: server.url,
    version: '0.0.0',
    platform: 'linux',
    log: createQuietLog(),
    page: {
      copyText: async () => true,
      download: () => {},
      isReady: async () => true,
      save: () => {},
      alone,
      leave: () => {},
      alerts: () => 'ask',
      askForAlerts: async () => 'shown',
      notify: async () => {},
      readSettings: (accountId) => kept.get(accountId),
      writeSettings: (accountId, settings) => void kept.set(accountId, settings),
      ...changes.page,
    },
    droppedFiles,
    files: {
      hash: async (file) => ({ kind: 'hashed', sha256: (await hashBlob(file)) ?? '' }),
      send: sendByFetch,
      ...changes.files,
    },
    cookies: {
      headers: (): Record<string, string> => {
        const cookie = cookies.header();
        return cookie === '' ? {} : { cookie };
      },
      receive: (headers) => void cookies.receive(headers),
    },
    realtimeSettings: { headsMilliseconds: 500, connection: { backoff: { first: 20, longest: 200 } } },
  });
  const pushed: PushMessage[] = [];
  client.onPush((message) => pushed.push(message));
  return {
    ...client,
    droppedFiles,
    pushed,
    last: (name) => pushed.findLast((message) => message.name === name)?.data as never,
  };
}

/** tus without a library: asks for the offset, and sends the rest in one PATCH. */
export const sendByFetch: FileIo['send'] = async (file, { url, headers, signal, onProgress }) => {
  const tus = { ...headers(), 'tus-resumable': '1.0.0' };
  try {
    const head = await fetch(url, { method: 'HEAD', headers: tus, signal });
    if (!head.ok) return await refused(head);
    const offset = Number(head.headers.get('upload-offset'));
    const patch = await fetch(url, {
      method: 'PATCH',
      headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      body: file.slice(offset),
      signal,
    });
    if (!patch.ok) return await refused(patch);
    onProgress(file.size);
    return { kind: 'sent' };
  } catch {
    if (signal.aborted) return { kind: 'aborted' };
    return { kind: 'failed', failure: 'offline', message: 'The server can’t be reached.' };
  }
};

async function refused(response: Response): Promise<SendResult> {
  const body = errorBodySchema.safeParse(await response.json().catch(() => null));
  const failure = body.success ? body.data.kind : response.status === 404 ? 'resource-gone' : 'internal';
  return { kind: 'failed', failure, message: `The server answered ${response.status}.` };
}
