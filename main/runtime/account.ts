import { join } from 'node:path';
import type { Alert } from '../../client/account/alerts.ts';
import {
  type ClientAccount,
  type ClientAccountDependencies,
  createClientAccount,
  type SignedIn,
} from '../../client/account/create-account.ts';
import type { PushSender } from '../../client/account/push-message.ts';
import type { Cache } from '../../client/cache/cache.ts';
import type { Log } from '../../client/common/log.ts';
import { idOf } from '../../client/outbox/create-outbox.ts';
import type { Answer } from '../../protocol/ipc/bridge.ts';
import type { File } from '../../protocol/wire/file.ts';
import { createBouncePipeline } from '../bounces/create-pipeline.ts';
import type { Disk } from '../bounces/disk.ts';
import type { BouncePipeline, PipelineLogEvent, PipelineSettings } from '../bounces/pipeline.ts';
import { createCache } from '../cache/create-cache.ts';
import { isDiskFull } from '../common/disk-full.ts';
import { createMedia, type Media } from '../media/create-media.ts';
import type { Pins } from '../media/pins.ts';
import { openOutboxStore } from '../outbox/open-outbox-store.ts';
import { accountFolder } from './account-folder.ts';
import { createEndings, type Endings } from './endings.ts';
import { lockFolder } from './folder-lock.ts';
import { openAccountSettings } from './open-account-settings.ts';
import { openNotices } from './open-notices.ts';
import { openPins } from './open-pins.ts';

export type AccountDependencies = {
  signedIn: SignedIn;
  userData: string;
  /** The one of this process: it remembers which volumes don't answer. */
  disk: Disk;
  push: PushSender;
  notify(alert: Alert): void;
  log: Log;
  pipelineSettings?: Partial<PipelineSettings>;
  pipelineEvent?(event: PipelineLogEvent): void;
  realtimeSettings?: ClientAccountDependencies['realtimeSettings'];
};

/** Everything that runs for one account while it is signed in on this machine. */
export type AccountRuntime = ClientAccount & { pipeline: BouncePipeline; media: Media; pins: Pins };

/** `conflict` when another process has this account's folder, `no-space` when it can't be opened on a full disk. */
export async function startAccount(dependencies: AccountDependencies): Promise<Answer<AccountRuntime>> {
  const { serverUrl, account } = dependencies.signedIn;
  const folder = accountFolder(dependencies.userData, serverUrl, account.id);
  const endings = createEndings();
  try {
    const lock = lockFolder(folder);
    if (!lock) return alreadyRuns;
    endings.add(lock.release);
    return { ok: true, data: await openAccount(dependencies, folder, endings) };
  } catch (error) {
    await endings.run();
    if (isDiskFull(error)) return diskFull;
    throw error;
  }
}

const alreadyRuns = {
  ok: false,
  kind: 'conflict',
  message: 'BandMate already runs for this account on this machine. Close it first.',
} as const;

const diskFull = {
  ok: false,
  kind: 'no-space',
  message:
    'This machine’s disk is full, and BandMate needs some room to open what it keeps here. Nothing is lost.',
} as const;

async function openAccount(
  dependencies: AccountDependencies,
  folder: string,
  endings: Endings,
): Promise<AccountRuntime> {
  const { signedIn, push, notify, log, realtimeSettings } = dependencies;
  const { disk } = dependencies;
  let pins: Pins | undefined;
  let lookAtProjects = () => {};
  const settings = await openAccountSettings(
    join(folder, 'settings.json'),
    (changed) => push('settings.changed', changed),
    log,
  );
  const notices = await openNotices(
    join(folder, 'notices.json'),
    (changed) => push('notices.changed', changed),
    log,
  );
  const pushAndLook: PushSender = (name, data) => {
    push(name, data);
    // What the project holds is another thing now.
    if (name === 'project.replaced' || name === 'projects.changed') pins?.look();
    if (name === 'projects.changed') lookAtProjects();
  };
  const cache = createCache({
    path: join(folder, 'cache.sqlite'),
    log,
    onDamage: (message) => notices.tell('cache-rebuilt', message),
  });
  endings.add(cache.close);
  const account = createClientAccount({
    ...{ signedIn, cache, settings, notices, notify, log },
    push: pushAndLook,
    outboxStore: openOutboxStore({
      path: join(folder, 'outbox.sqlite'),
      log,
      onDamage: (message) => notices.tell('outbox-salvaged', message),
    }),
    ...(realtimeSettings && { realtimeSettings }),
  });
  endings.add(account.stop);
  const { client } = account;
  const pipeline = createBouncePipeline({
    databasePath: join(folder, 'bounces.sqlite'),
    ...{ disk, client },
    connectivity: account.realtime,
    readProject: cache.readProject,
    ...(dependencies.pipelineSettings && { settings: dependencies.pipelineSettings }),
    onDamage: (message) => notices.tell('bounces-salvaged', message),
    log: dependencies.pipelineEvent ?? ((event) => log.info(event)),
  });
  endings.add(pipeline.stop);
  const media = createMedia({
    folder: join(folder, 'sounds'),
    ...{ disk, client },
    findFile: (fileId) => findFile(cache, fileId),
    findCopies: pipeline.findCopies,
    log,
  });
  endings.add(media.stop);

  pins = await openPins({
    path: join(folder, 'pins.json'),
    ...{ account, keeper: media.keeper, log },
    changed(list) {
      follow();
      push('pins.changed', list);
    },
  });
  endings.add(pins.stop);

  /** A project with a bound folder is followed in the background, so that its names are known offline; so is what is pinned. */
  function follow(): void {
    const bound = pipeline.listBindings().map(({ projectId }) => projectId);
    account.followInBackground(new Set([...bound, ...(pins?.projects() ?? [])]));
  }
  pipeline.onTransfers((change) => push('transfers.changed', change));
  pipeline.onBindings((bindings) => {
    follow();
    push('bindings.changed', bindings);
  });

  /** One that still waits to be made is not in the list yet. */
  const isProjectThere = (projectId: string) =>
    cache.listProjects().some(({ id }) => id === projectId) ||
    account.outbox
      .list()
      .some(({ kind, payload }) => kind === 'project.create' && idOf(payload) === projectId);

  lookAtProjects = () => pipeline.setProjects(isProjectThere);
  // An empty one may be one that was never read.
  if (cache.listProjects().length > 0) lookAtProjects();
  await pipeline.start();
  follow();
  account.start();
  pins.look();

  return { ...account, ...{ pipeline, media, pins }, stop: endings.run };
}

/** A file of a project that is cached: nobody else's, and none of a project that was left. */
function findFile(cache: Cache, fileId: string): File | undefined {
  const projectId = cache.findProjectOf(fileId);
  const cuts = (projectId && cache.readProject(projectId)?.vibes.flatMap((vibe) => vibe.cuts)) || [];
  return cuts.flatMap((cut) => cut.files).find((file) => file.id === fileId);
}
