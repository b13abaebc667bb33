import { join } from 'node:path';
import type { Alert } from '../../client/account/alerts.ts';
import { findFile } from '../../client/account/cached-files.ts';
import {
  type ClientAccount,
  type ClientAccountDependencies,
  createClientAccount,
  type SignedIn,
} from '../../client/account/create-account.ts';
import type { PushSender } from '../../client/account/push-message.ts';
import type { Log } from '../../client/common/log.ts';
import type { Environment } from '../../common/environment.ts';
import type { Answer } from '../../protocol/ipc/bridge.ts';
import type { Beside } from '../beside/create-beside.ts';
import { createBouncePipeline } from '../bounces/create-pipeline.ts';
import type { Disk } from '../bounces/disk/disk.ts';
import type { BouncePipeline, PipelineLogEvent, PipelineSettings } from '../bounces/pipeline.ts';
import { createCache } from '../cache/create-cache.ts';
import { isDiskFull } from '../common/disk-full.ts';
import { createDownloads, type Downloads, ownDataId } from '../downloads/downloads.ts';
import { type BounceLoudness, createBounceLoudness } from '../media/bounce-loudness.ts';
import { createMedia, type Media } from '../media/create-media.ts';
import { openOutboxStore } from '../outbox/open-outbox-store.ts';
import { createFileReaders, type FileReaders } from '../reading/file-readers.ts';
import { sessionText } from '../text/session.ts';
import { type DawCopies, openDawCopies } from '../to-daw/daw-copies.ts';
import { createWriteReports } from '../to-daw/write-reports.ts';
import { accountFolder } from './account-folder.ts';
import { type Cleanup, createCleanup } from './cleanup.ts';
import { claimData } from './data-version.ts';
import { lockFolder } from './folder-lock.ts';
import { openAccountSettings } from './open-account-settings.ts';
import { openNotices } from './open-notices.ts';
import { type AccountPins, openPins } from './open-pins.ts';

export type AccountDependencies = {
  signedIn: SignedIn;
  userData: string;
  /** Of the app. */
  version: string;
  /** Shared by the whole process: it remembers which volumes don't answer. */
  disk: Disk;
  push: PushSender;
  notify(alert: Alert): void;
  downloadsFolder(): string | null;
  /** The machine's, whoever is signed in. */
  beside: Pick<Beside, 'pause' | 'uploads' | 'downloads'>;
  log: Log;
  environment: Environment;
  pipelineSettings?: Partial<PipelineSettings>;
  pipelineEvent?(event: PipelineLogEvent): void;
  realtimeSettings?: ClientAccountDependencies['realtimeSettings'];
};

/** Everything that runs for one account while it is signed in on this machine. */
export type AccountRuntime = ClientAccount & {
  pipeline: BouncePipeline;
  media: Media;
  readers: FileReaders;
  bounceLoudness: BounceLoudness;
  pins: AccountPins;
  stems: Downloads;
  /** Saves single files. */
  downloads: Downloads;
  /** Follows the projects of songs that other programs show, whatever the window shows. */
  followForOthers(projectIds: ReadonlySet<string>): void;
  /** Copies that are dragged into a DAW. */
  dawCopies: DawCopies;
  /** Reports how much of a version has been written. */
  reportWritten(key: string): (written: number, total: number) => void;
  /** Aborted when the account stops. */
  stopping: AbortSignal;
};

/** `conflict` if another process has this account's folder or a newer app has written it, `no-space` if it can't be opened on a full disk. */
export async function startAccount(dependencies: AccountDependencies): Promise<Answer<AccountRuntime>> {
  const { serverUrl, account } = dependencies.signedIn;
  const folder = accountFolder(dependencies.userData, serverUrl, account.id);
  const cleanup = createCleanup();
  try {
    const lock = lockFolder(folder);
    if (!lock) return { ok: false, kind: 'conflict', message: sessionText.alreadyRunning };
    cleanup.add(lock.release);
    const newer = await claimData(folder, dependencies.version);
    if (newer !== null) {
      await cleanup.run();
      return { ok: false, kind: 'conflict', message: newer };
    }
    return { ok: true, data: await openAccount(dependencies, folder, cleanup) };
  } catch (error) {
    await cleanup.run();
    if (isDiskFull(error)) return { ok: false, kind: 'no-space', message: sessionText.diskFull };
    throw error;
  }
}

async function openAccount(
  dependencies: AccountDependencies,
  folder: string,
  cleanup: Cleanup,
): Promise<AccountRuntime> {
  const { push, disk, log, environment } = dependencies;
  const { pause: hold, uploads, downloads: throttle } = dependencies.beside;
  const account = await openClientAccount(dependencies, folder, cleanup);
  const { client, cache, connection, notices } = account;
  const readers = createFileReaders();
  cleanup.add(readers.stop);
  const pipeline = createBouncePipeline({
    databasePath: join(folder, 'bounces.sqlite'),
    ...{ disk, readers, client, environment, hold },
    throttle: uploads,
    connectivity: connection,
    readProject: cache.readProject,
    sendLateNote: account.sendLateNote,
    ...(dependencies.pipelineSettings && { settings: dependencies.pipelineSettings }),
    onDamage: (message) => notices.add('bounces-salvaged', message),
    log: dependencies.pipelineEvent ?? ((event) => log.info(event)),
  });
  cleanup.add(pipeline.stop);
  const media = createMedia({
    folder: join(folder, 'sounds'),
    picturesFolder: join(folder, 'pictures'),
    ...{ disk, readers, client, throttle, hold, clock: environment.clock },
    // Never a file of another account, nor of a project that was left.
    findFile: (fileId) => findFile(cache, fileId),
    findCopies: pipeline.findCopies,
    log,
  });
  cleanup.add(media.stop);
  const bounceLoudness = createBounceLoudness(media.loudness, hold);
  cleanup.add(bounceLoudness.stop);
  const stems = createDownloads({
    ...{ client, throttle, clock: environment.clock },
    downloadsFolder: dependencies.downloadsFolder,
    addressOf: (versionId) => `/api/files/${versionId}/stems`,
    onProgress: ({ id: versionId, ...progress }) => push('stems.progress', { versionId, ...progress }),
  });
  cleanup.add(stems.stop);
  const downloads = createDownloads({
    ...{ client, throttle, clock: environment.clock },
    downloadsFolder: dependencies.downloadsFolder,
    addressOf: (id) => (id === ownDataId ? '/api/auth/export' : `/api/files/${id}/download`),
    onProgress: () => {},
  });
  cleanup.add(downloads.stop);
  const reportWritten = createWriteReports(push, environment.clock);
  const dawCopies = await openDawCopies({
    folder: join(folder, 'For the DAW'),
    list: join(folder, 'daw-copies.json'),
    original: media.original,
    reportWritten,
  });
  cleanup.add(dawCopies.stop);
  const stopping = new AbortController();
  cleanup.add(() => stopping.abort());
  const pins = await openPins({
    path: join(folder, 'pins.json'),
    ...{ account, keeper: media.keeper, hold, log },
  });
  cleanup.add(pins.stop);

  let neededByOthers: ReadonlySet<string> = new Set();

  /** Bound folders and pins need their projects offline too, so these are followed in the background. */
  function followNeeded(): void {
    const bound = pipeline.listBindings().map(({ projectId }) => projectId);
    account.followInBackground(new Set([...bound, ...pins.projects(), ...neededByOthers]));
  }

  pins.onChange((list) => {
    followNeeded();
    push('pins.changed', list);
  });
  pipeline.onTransfers((change) => push('transfers.changed', change));
  pipeline.onBindings((bindings) => {
    followNeeded();
    push('bindings.changed', bindings);
  });
  const isKnown = (projectId: string) => isListedOrPending(account, projectId);
  account.projectChanges.onChange(() => pipeline.setProjects(isKnown));

  // An empty list may be one that was never read.
  if (cache.listProjects().length > 0) pipeline.setProjects(isKnown);
  await pipeline.start();
  followNeeded();
  account.start();
  pins.look();

  return {
    ...account,
    environment,
    readers,
    ...{ pipeline, media, bounceLoudness, pins, stems, downloads, dawCopies, reportWritten },
    stopping: stopping.signal,
    followForOthers(projectIds) {
      neededByOthers = projectIds;
      followNeeded();
    },
    stop: cleanup.run,
  };
}

/** The client's core over this account's files. */
async function openClientAccount(
  dependencies: AccountDependencies,
  folder: string,
  cleanup: Cleanup,
): Promise<ClientAccount> {
  const { signedIn, push, notify, log, environment, realtimeSettings } = dependencies;
  const settings = await openAccountSettings(
    join(folder, 'settings.json'),
    (changed) => push('settings.changed', changed),
    log,
  );
  const { notices, settled } = await openNotices(
    join(folder, 'notices.json'),
    (changed) => push('notices.changed', changed),
    { log, environment },
  );
  cleanup.add(settled);
  const cache = createCache({
    path: join(folder, 'cache.sqlite'),
    userId: signedIn.account.id,
    log,
    onDamage: (message) => notices.add('cache-rebuilt', message),
  });
  cleanup.add(cache.close);
  const account = createClientAccount({
    ...{ signedIn, cache, settings, notices, push, notify, log, environment },
    outboxStore: openOutboxStore({
      path: join(folder, 'outbox.sqlite'),
      log,
      onDamage: (message) => notices.add('outbox-salvaged', message),
    }),
    ...(realtimeSettings && { realtimeSettings }),
  });
  cleanup.add(account.stop);
  return account;
}

/** A project whose creation is still pending is not in the list yet. */
function isListedOrPending({ cache, outbox }: ClientAccount, projectId: string): boolean {
  return cache.listProjects().some(({ id }) => id === projectId) || outbox.isPending(projectId);
}
