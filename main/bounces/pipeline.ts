import type { Hold } from '../../client/common/hold.ts';
import type { Connectivity } from '../../client/realtime/connectivity.ts';
import type { ServerClient } from '../../client/session/server-client.ts';
import type { LateNote } from '../../client/uploads/upload-notes.ts';
import type { Environment } from '../../common/environment.ts';
import type { Binding, NameRule, OlderBounce, Routing, RulePreview } from '../../protocol/ipc/binding.ts';
import type { Answer } from '../../protocol/ipc/bridge.ts';
import type { DropTarget } from '../../protocol/ipc/channels.ts';
import type { Transfer } from '../../protocol/ipc/transfer.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import type { FileReaders } from '../reading/file-readers.ts';
import type { UploadThrottle } from '../uploads/http-stack.ts';
import type { Disk } from './disk/disk.ts';
import type { FileIdentity } from './disk/file-identity.ts';

/** The parts under the pipeline of one account. Everything with an effect is passed in, so that tests can replace it. */
export type BouncePipelineDependencies = {
  /** The pipeline's own SQLite file (`synchronous=FULL`): bindings, known files, transfers. */
  databasePath: string;
  /** Shared by the whole process. */
  disk: Disk;
  readers: FileReaders;
  client: ServerClient;
  connectivity: Connectivity;
  /** A project from the cache, for names; undefined if it was never read. */
  readProject(projectId: string): ProjectSnapshot | undefined;
  /** Sends the note of a version that was announced already. */
  sendLateNote(late: LateNote): Promise<Answer<null>>;
  settings?: Partial<PipelineSettings>;
  /** How fast bytes may leave; as fast as possible if it is left out. */
  throttle?: UploadThrottle;
  /** While it holds, bounces are found and settle, but wait to be uploaded. */
  hold?: Hold;
  environment: Environment;
  /** The pipeline's file was damaged; `message` says what became of it, in sentences for a person. */
  onDamage?(message: string): void;
  log(event: PipelineLogEvent): void;
};

/** Times in milliseconds. docs/architecture.md explains the defaults. */
export type PipelineSettings = {
  quietMilliseconds: number;
  quietUnknownWriterMilliseconds: number;
  quietUnknownContainerMilliseconds: number;
  quietNetworkVolumeMilliseconds: number;
  askAfterMilliseconds: number;
  rescanMilliseconds: number;
  folderCheckMilliseconds: number;
  /** How many files are hashed and sent at a time. */
  concurrentTransfers: number;
};

/** One line about what happened, for the app's log and for `watch --json`. */
export type PipelineLogEvent = {
  event: 'binding' | 'transfer' | 'warning';
  message: string;
  [detail: string]: unknown;
};

export type PipelineRefusal = 'invalid' | 'not-found' | 'conflict';

/** A file on this machine, and the state in which it had the bytes asked for. */
export type LocalCopy = { path: string; identity: FileIdentity };

/**
 * Takes a file on disk to a cut that the band can hear; each step is a durable state. Created idle. `start` recovers
 * what the last run left and begins to watch, without waiting for the first scan of a folder. `stop` ends watchers,
 * timers, workers and transfers and closes the database.
 */
export type BouncePipeline = {
  start(): Promise<void>;
  stop(): Promise<void>;

  listBindings(): Binding[];
  createBinding(request: {
    folder: string;
    projectId: string;
    routing: Routing;
    /** See `Binding`; true by default. */
    stacking?: boolean | undefined;
  }): Promise<Outcome<Binding, PipelineRefusal>>;
  updateBinding(request: {
    id: string;
    projectId?: string | undefined;
    routing?: Routing | undefined;
    stacking?: boolean | undefined;
    paused?: boolean | undefined;
  }): Promise<Outcome<Binding, PipelineRefusal>>;
  addRule(bindingId: string, rule: NameRule): Outcome<Binding, PipelineRefusal>;
  removeRule(bindingId: string, ruleId: string): Outcome<Binding, PipelineRefusal>;
  /** Shows how the rule would change the readings of the folder's newest files. */
  previewRule(bindingId: string, rule: NameRule): Outcome<RulePreview[], PipelineRefusal>;
  removeBinding(id: string): Promise<Outcome<null, PipelineRefusal>>;
  /** Newest first. */
  listOlder(bindingId: string): Outcome<OlderBounce[], PipelineRefusal>;
  /** `upload` holds the paths to upload; every other undecided older bounce of the binding is ignored from now on. */
  decideOlder(bindingId: string, upload: string[]): Promise<Outcome<null, PipelineRefusal>>;

  listTransfers(): Transfer[];
  /** Adds dropped files and the audio in dropped folders. */
  drop(request: {
    paths: string[];
    target: DropTarget;
  }): Promise<{ taken: Transfer[]; refused: { path: string; message: string }[] }>;
  pause(transferId: string): Outcome<null, PipelineRefusal>;
  resume(transferId: string): Outcome<null, PipelineRefusal>;
  retry(transferId: string): Outcome<null, PipelineRefusal>;
  /** Uploads an incomplete file as it is. */
  takeAsIs(transferId: string): Outcome<null, PipelineRefusal>;
  /** Writes what the version is about. */
  note(transferId: string, note: string | null): Promise<Answer<null>>;
  /** Removes the transfer. What was not done is not uploaded; what is done stays shared with the band. */
  discard(transferId: string): Outcome<null, PipelineRefusal>;
  clearDone(): void;
  /**
   * Where files with these bytes were when they were hashed, newest first. A file may have changed since, so a reader
   * compares its identity before and after.
   */
  findCopies(sha256: string): LocalCopy[];
  /** Sets the person's projects: folders of other projects are not watched, and their status says so. */
  setProjects(isThere: (projectId: string) => boolean): void;
  /** Scans every bound folder again: after the machine woke up, or when a person asks. */
  rescan(): void;

  onBindings(listener: (bindings: Binding[]) => void): () => void;
  /** Called at most ten times a second. */
  onTransfers(listener: (change: { changed: Transfer[]; removed: string[] }) => void): () => void;
};
