import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createListeners } from '../../../client/common/listeners.ts';
import type { Connectivity } from '../../../client/realtime/connectivity.ts';
import type { ServerClient } from '../../../client/session/server-client.ts';
import type { LateNote } from '../../../client/uploads/upload-notes.ts';
import { systemClock } from '../../../common/clock.ts';
import { systemEnvironment } from '../../../common/environment.ts';
import { createBouncePipeline } from '../../../main/bounces/create-pipeline.ts';
import { createDisk, type Disk } from '../../../main/bounces/disk/disk.ts';
import type {
  BouncePipeline,
  BouncePipelineDependencies,
  PipelineLogEvent,
  PipelineSettings,
} from '../../../main/bounces/pipeline.ts';
import { createFileReaders, type FileReaders } from '../../../main/reading/file-readers.ts';
import type { CookieJar } from '../../../main/session/cookie-jar.ts';
import { createNodeClient } from '../../../main/session/node-client.ts';
import type { Routing } from '../../../protocol/ipc/binding.ts';
import type { ConnectionState } from '../../../protocol/ipc/connection.ts';
import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import { type ProjectSnapshot, projectSnapshotSchema } from '../../../protocol/wire/project.ts';
import type { ServerConfig } from '../../../server/config.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import {
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  type SeenEvent,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

/** Short, but longer than needed for every settle rule to apply: the writers in these tests pause longer. */
export const quickSettings: Partial<PipelineSettings> = {
  quietMilliseconds: 150,
  quietUnknownWriterMilliseconds: 400,
  quietUnknownContainerMilliseconds: 600,
  folderCheckMilliseconds: 100,
};

export type TestConnectivity = Connectivity & { set(state: ConnectionState): void };

export function createConnectivity(): TestConnectivity {
  let state: ConnectionState = { kind: 'online', since: 0, transport: 'websocket' };
  const listeners = createListeners<ConnectionState>();
  return {
    current: () => state,
    subscribe: (listener) => listeners.add(listener),
    set(next) {
      state = next;
      listeners.notify(next);
    },
  };
}

/** A producer's machine with one bound folder, a bandmate who listens, and the server between them. */
export type Studio = {
  server: TestServer;
  ana: TestUser;
  bo: TestUser;
  projectId: string;
  folder: string;
  bindingId: string;
  pipeline: BouncePipeline;
  connectivity: TestConnectivity;
  log: PipelineLogEvent[];
  /** Notes that came after their version was announced. */
  lateNotes: LateNote[];
  /** Events that the bandmate's plain socket received. */
  heard: SeenEvent[];
  /** The project as the bandmate sees it. */
  readProject(): Promise<ProjectSnapshot>;
  /** All files of the project, each with its cut. */
  readFiles(): Promise<{ cut: Cut; file: File }[]>;
  /** Waits until this many files have arrived and no transfer is running. */
  settled(count: number, timeoutMilliseconds?: number): Promise<{ cut: Cut; file: File }[]>;
  transferOf(name: string): Transfer | undefined;
  /** Stops the pipeline and starts another one on the same database. */
  restart(): Promise<void>;
};

export type StudioOptions = {
  routing?: Routing;
  stacking?: boolean;
  readProject?(projectId: string): ProjectSnapshot | undefined;
  settings?: Partial<PipelineSettings>;
  server?: Partial<ServerConfig>;
  /** Puts files into the folder before it is bound. */
  prepare?(folder: string): Promise<unknown>;
  wrapClient?(client: ServerClient): ServerClient;
  disk?: Disk;
  readers?: FileReaders;
  throttle?: BouncePipelineDependencies['throttle'];
  hold?: BouncePipelineDependencies['hold'];
};

export async function openStudio(options: StudioOptions = {}): Promise<Studio> {
  const server = await startServer(options.server);
  const [ana, bo] = await Promise.all([
    registerUser(server, { name: 'Ana' }),
    registerUser(server, { name: 'Bo' }),
  ]);
  const projectId = await createProject(ana, [bo]);
  const socket = await connectSocket(server, bo);
  await joinProject(socket, projectId);
  const heard = collectEvents(socket);

  const machine = await openMachine({ ...options, server, user: ana, projectId });

  const readProject = async () =>
    projectSnapshotSchema.parse((await bo.request('GET', `/api/projects/${projectId}`)).body);
  const readFiles = async () =>
    (await readProject()).vibes.flatMap(({ cuts }) =>
      cuts.flatMap((cut) => cut.files.map((file) => ({ cut, file }))),
    );
  return {
    ...{ server, ana, bo, projectId, heard },
    ...{ folder: machine.folder, bindingId: machine.bindingId },
    ...{ connectivity: machine.connectivity, log: machine.log, lateNotes: machine.lateNotes },
    get pipeline() {
      return machine.pipeline;
    },
    readProject,
    readFiles,
    async settled(count, timeoutMilliseconds = 30_000) {
      const idle = () =>
        machine.pipeline
          .listTransfers()
          .every(({ state }) => ['done', 'failed', 'paused'].includes(state.kind));
      await until(async () => idle() && (await readFiles()).length >= count, {
        what: `${count} files in the project`,
        timeoutMilliseconds,
      });
      return readFiles();
    },
    transferOf: (name) => machine.pipeline.listTransfers().findLast((transfer) => transfer.name === name),
    restart: machine.restart,
  };
}

/** A machine of one member of the band, with a bound folder. */
export async function openMachine(
  options: StudioOptions & { server: TestServer; user: TestUser; projectId: string },
): Promise<
  Pick<Studio, 'folder' | 'bindingId' | 'pipeline' | 'connectivity' | 'log' | 'lateNotes' | 'restart'>
> {
  const { server, user, projectId, routing = { kind: 'song-name' }, settings = {} } = options;
  const home = await temporaryFolder('bandmate-studio');
  const folder = join(home, 'Bounces');
  await mkdir(folder);
  await options.prepare?.(folder);
  const connectivity = createConnectivity();
  const log: PipelineLogEvent[] = [];
  const lateNotes: LateNote[] = [];
  const bare = createNodeClient({
    serverUrl: server.url,
    cookies: cookiesOf(user),
    log: silent,
    clock: systemClock,
  });
  const client = options.wrapClient?.(bare) ?? bare;
  const { readers = createFileReaders() } = options;
  disposeLater(readers.stop);
  const create = () =>
    createBouncePipeline({
      databasePath: join(home, 'bounces.sqlite'),
      environment: systemEnvironment,
      disk: options.disk ?? createDisk(),
      readers,
      client,
      connectivity,
      readProject: options.readProject ?? (() => undefined),
      sendLateNote: async (late) => {
        lateNotes.push(late);
        return { ok: true, data: null };
      },
      ...(options.throttle && { throttle: options.throttle }),
      ...(options.hold && { hold: options.hold }),
      settings: { ...quickSettings, ...settings },
      log: (event) => log.push(event),
    });
  let pipeline = create();
  disposeLater(() => pipeline.stop());
  await pipeline.start();
  const bound = await pipeline.createBinding({ folder, projectId, routing, stacking: options.stacking });
  if (!bound.ok) throw new Error(bound.message);
  return {
    ...{ folder, connectivity, log, lateNotes, bindingId: bound.data.id },
    get pipeline() {
      return pipeline;
    },
    async restart() {
      await pipeline.stop();
      pipeline = create();
      await pipeline.start();
    },
  };
}

const nothing = () => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function cookiesOf(user: TestUser): CookieJar {
  return { header: () => user.cookie, receive: () => false, list: () => [], clear: nothing };
}

export async function sha256Of(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}
