import { chmod, lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers, HandlersOf } from '../../client/account/handlers/handlers.ts';
import type { PushMessage, PushSender } from '../../client/account/push-message.ts';
import type { Log } from '../../client/common/log.ts';
import type { Environment } from '../../common/environment.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import type { LocalState, ShownSong } from '../../protocol/ipc/local-channels.ts';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import { createJsonFile } from '../common/json-file.ts';
import { createReaperScript, type ReaperPlace } from '../reaper/reaper-script.ts';
import type { AccountRuntime } from '../runtime/account.ts';
import type { AppActions } from '../runtime/app-actions.ts';
import { type FolderLock, lockFolder } from '../runtime/folder-lock.ts';
import { localText } from '../text/local.ts';
import { createAnswer, localVersion } from './answer-request.ts';
import { type HttpEndpoint, startHttpEndpoint } from './http-endpoint.ts';
import { createLocalHandlers, type LocalSettings, localSettingsSchema } from './local-handlers.ts';
import { requestSchema } from './request.ts';
import { openRequestFolder, type RequestFolder, type RequestFolderParts } from './request-folder.ts';
import { newToken } from './token.ts';

/** Several events that belong together cost one look. */
const settleMilliseconds = 100;

/** The name under which REAPER's script asks. */
const reaperClient = 'REAPER';

const firstSettings: LocalSettings = {
  http: false,
  reaper: { folder: null, files: null },
};

export type LocalAccessDependencies = {
  userData: string;
  version: string;
  reaperPlace: ReaperPlace;
  account(): AccountRuntime | null;
  handlers: Pick<Handlers, 'commands.run' | 'projects.read'>;
  actions: Pick<AppActions, 'chooseFolder' | 'showInFolder'>;
  open(target: OpenTarget): void;
  push: PushSender;
  onPush(listener: (message: PushMessage) => void): () => void;
  environment: Environment;
  log: Log;
};

/** The way into the app for other programs on this computer. Closed until the user opens it. */
export type LocalAccess = {
  start(): Promise<void>;
  stop(): Promise<void>;
  handlers: HandlersOf<'local' | 'reaper'>;
};

type Opened = { token: string; files: RequestFolder; http: HttpEndpoint | null; lock: FolderLock };

export function createLocalAccess(dependencies: LocalAccessDependencies): LocalAccess {
  const { userData, actions, push, environment, log } = dependencies;
  const folder = join(userData, 'local');
  const endpointFile = join(folder, 'endpoint.json');
  const settingsFile = createJsonFile(
    join(userData, 'local-access.json'),
    localSettingsSchema,
    firstSettings,
  );
  const script = createReaperScript(dependencies.reaperPlace, folder);
  const queue = createSerialQueue();
  const ends: (() => void)[] = [];
  let settings = firstSettings;
  let opened: Opened | null = null;
  let problem: string | null = null;
  let shown: ShownSong | null = null;
  let stopSettling: (() => void) | null = null;
  let clients = '';

  const answers = createAnswer({
    ...{ version: dependencies.version, account: dependencies.account, environment, log },
    runCommand: dependencies.handlers['commands.run'],
    readProject: dependencies.handlers['projects.read'],
    showing: () => shown,
    open: dependencies.open,
    onLater: lookLater,
  });

  function lookLater(): void {
    if (!opened) return;
    stopSettling ??= environment.clock.later(settleMilliseconds, () => {
      stopSettling = null;
      void opened?.files.refresh();
    });
  }

  /** Songs that other programs show are followed, whatever the window shows. */
  function keptChanged(requests: readonly unknown[]): void {
    const account = dependencies.account();
    const projects = requests.flatMap((request) => {
      const parsed = requestSchema.safeParse(request);
      if (!parsed.success || parsed.data.do !== 'points') return [];
      return account?.cache.findProjectOf(parsed.data.song) ?? [];
    });
    account?.followForOthers(new Set(projects));
    const now = [...(opened?.files.clients() ?? [])].sort().join();
    if (now === clients) return;
    clients = now;
    void readState().then((state) => push('local.changed', state));
  }

  async function close(): Promise<void> {
    const closing = opened;
    opened = null;
    clients = '';
    stopSettling?.();
    stopSettling = null;
    if (!closing) return;
    await rm(endpointFile, { force: true });
    await Promise.all([closing.http?.stop(), closing.files.stop()]);
    dependencies.account()?.followForOthers(new Set());
    closing.lock.release();
  }

  /** Opens or closes it as the settings say. Its token is new each time. */
  async function apply(): Promise<void> {
    await close();
    problem = null;
    if (!settings.http && !settings.reaper.files) return;
    try {
      opened = await openAccess({
        ...{ folder, endpointFile, isHttp: settings.http, answer: answers.answer, log },
        ...{ onKept: keptChanged, clock: environment.clock },
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error({ error: reason }, 'Local access could not be opened');
      problem = localText.cannotOpen(reason);
    }
  }

  async function change(changes: Partial<LocalSettings>): Promise<void> {
    settings = { ...settings, ...changes };
    await settingsFile
      .write(settings)
      .catch((error: unknown) =>
        log.warn({ error: String(error) }, 'Local access lasts until the app quits'),
      );
  }

  async function readState(): Promise<LocalState> {
    const found = await script.look(settings.reaper);
    return {
      http: { isOn: settings.http, url: opened?.http?.url ?? null },
      ...{ endpointFile, problem },
      reaper: { ...found, isConnected: opened?.files.clients().has(reaperClient) ?? false },
    };
  }

  return {
    start: () =>
      queue.run(async () => {
        settings = await settingsFile.read();
        const updated = await script.update(settings.reaper);
        if (updated !== null) await change({ reaper: { ...settings.reaper, files: updated } });
        ends.push(dependencies.onPush(({ name }) => changing.has(name) && lookLater()));
        await apply();
      }),
    stop: () =>
      queue.run(async () => {
        for (const end of ends) end();
        answers.stop();
        await close();
        await settingsFile.settled();
      }),
    handlers: createLocalHandlers({
      ...{ actions, script, queue, change, apply, readState },
      settings: () => settings,
      isOpen: () => opened !== null,
      showing(song) {
        shown = song;
        lookLater();
      },
    }),
  };
}

type OpenParts = Omit<RequestFolderParts, 'token'> & { endpointFile: string; isHttp: boolean };

/** Opens it with a new token, for one process at a time. The file that tells the token is written last. */
async function openAccess(parts: OpenParts): Promise<Opened> {
  const { folder, endpointFile, isHttp, answer } = parts;
  await makeOwnFolder(folder);
  const lock = lockFolder(folder);
  if (!lock) throw new Error(localText.taken);
  try {
    const token = newToken();
    const files = await openRequestFolder({ ...parts, token });
    const http = isHttp ? await startHttpEndpoint({ token, answer }).catch(stopAfter(files)) : null;
    const endpoint = { version: localVersion, token, url: http?.url ?? null, folder, pid: process.pid };
    const next = `${endpointFile}.new`;
    await writeFile(next, `${JSON.stringify(endpoint, null, 2)}\n`, { mode: 0o600 });
    await rename(next, endpointFile);
    return { token, files, http, lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}

const stopAfter = (files: RequestFolder) => async (error: unknown) => {
  await files.stop();
  throw error;
};

/** Pushes after which points may differ. */
const changing = new Set<PushMessage['name']>([
  'outbox.changed',
  'realtime.event',
  'comments.replaced',
  'project.replaced',
  'projects.changed',
  'session.changed',
  'connection.changed',
]);

/** A folder that only this user can read, and that is no link to somewhere else. */
async function makeOwnFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  if (!found.isDirectory() || (process.getuid && found.uid !== process.getuid()))
    throw new Error(localText.notOurs(folder));
  await chmod(folder, 0o700);
}
