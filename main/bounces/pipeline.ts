import type { Connectivity } from '../../client/realtime/connectivity.ts';
import type { ServerClient } from '../../client/session/server-client.ts';
import type { Binding, OlderBounce, Routing } from '../../protocol/ipc/binding.ts';
import type { DropTarget } from '../../protocol/ipc/channels.ts';
import type { Transfer } from '../../protocol/ipc/transfer.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import type { Disk } from './disk.ts';
import type { FileIdentity } from './file-identity.ts';

/** What the pipeline of one account needs. Everything with an effect comes in here, so tests and the headless command pass their own. */
export type BouncePipelineDependencies = {
  /** The pipeline's own SQLite file (`synchronous=FULL`): bindings, known files, transfers. */
  databasePath: string;
  /** The one of this process. */
  disk: Disk;
  client: ServerClient;
  connectivity: Connectivity;
  /** A project as the cache has it, for names; undefined when it was never read. */
  readProject(projectId: string): ProjectSnapshot | undefined;
  settings?: Partial<PipelineSettings>;
  /** Its file was damaged; what became of it, in sentences for a person. */
  onDamage?(message: string): void;
  log(event: PipelineLogEvent): void;
};

/** Times in milliseconds. The defaults are those of docs/architecture.md. */
export type PipelineSettings = {
  quietMilliseconds: number;
  quietUnknownWriterMilliseconds: number;
  quietUnknownContainerMilliseconds: number;
  quietNetworkVolumeMilliseconds: number;
  askAfterMilliseconds: number;
  rescanMilliseconds: number;
  folderCheckMilliseconds: number;
  /** At most this many files hash and transfer at a time. */
  concurrentTransfers: number;
};

/** One line of what happened, for the log of the app and for `watch --json`. */
export type PipelineLogEvent = {
  event: 'binding' | 'transfer' | 'warning';
  message: string;
  [detail: string]: unknown;
};

export type PipelineRefusal = 'invalid' | 'not-found' | 'conflict';

/** A file of this machine, and the state of it in which it had the bytes asked for. */
export type LocalCopy = { path: string; identity: FileIdentity };

/**
 * From a file on disk to a cut before the band, each step a durable state. Created idle; `start` recovers what a
 * crash left and begins to watch, without waiting for the first look at a folder; `stop` ends watchers, timers,
 * workers and transfers and closes the database.
 */
export type BouncePipeline = {
  start(): Promise<void>;
  stop(): Promise<void>;

  listBindings(): Binding[];
  createBinding(request: {
    folder: string;
    projectId: string;
    routing: Routing;
  }): Promise<Outcome<Binding, PipelineRefusal>>;
  updateBinding(request: {
    id: string;
    projectId?: string | undefined;
    routing?: Routing | undefined;
    paused?: boolean | undefined;
  }): Promise<Outcome<Binding, PipelineRefusal>>;
  removeBinding(id: string): Promise<Outcome<null, PipelineRefusal>>;
  /** The newest first. */
  listOlder(bindingId: string): Outcome<OlderBounce[], PipelineRefusal>;
  /** Paths to upload; every other undecided older bounce of the binding is ignored from now on. */
  decideOlder(bindingId: string, upload: string[]): Promise<Outcome<null, PipelineRefusal>>;

  listTransfers(): Transfer[];
  drop(request: {
    paths: string[];
    target: DropTarget;
  }): Promise<{ taken: Transfer[]; refused: { path: string; message: string }[] }>;
  pause(transferId: string): Outcome<null, PipelineRefusal>;
  resume(transferId: string): Outcome<null, PipelineRefusal>;
  retry(transferId: string): Outcome<null, PipelineRefusal>;
  takeAsIs(transferId: string): Outcome<null, PipelineRefusal>;
  /** Takes it off the list. What was not done is not uploaded; what is done stays before the band. */
  discard(transferId: string): Outcome<null, PipelineRefusal>;
  clearDone(): void;
  /**
   * Where files with these bytes were when they were hashed: the newest first. Whoever reads one compares its identity,
   * before and after, for it may have changed since.
   */
  findCopies(sha256: string): LocalCopy[];
  /** Which projects the person is in: folders of others are no longer watched, and say so. */
  setProjects(isThere: (projectId: string) => boolean): void;
  /** Looks at every bound folder anew: after the machine woke, or when a person asks. */
  rescan(): void;

  onBindings(listener: (bindings: Binding[]) => void): () => void;
  /** Coalesced to ten calls a second at most. */
  onTransfers(listener: (change: { changed: Transfer[]; removed: string[] }) => void): () => void;
};
