import { ReadingFailed } from '../../audio/reading/reading-threads.ts';
import { neverHeld } from '../../client/common/hold.ts';
import { createTransferStore } from '../../client/uploads/transfer-store.ts';
import { writeNote } from '../../client/uploads/upload-notes.ts';
import { unlimited } from '../beside/throttle.ts';
import { createHasher } from './disk/hasher.ts';
import { createBindingList } from './folders/binding-list.ts';
import { createBindingRules } from './folders/binding-rules.ts';
import { createBindingWatches } from './folders/binding-watches.ts';
import { createBindings } from './folders/bindings.ts';
import { createFolderWatches } from './folders/folder-watches.ts';
import { createPatience } from './patience.ts';
import type { BouncePipeline, BouncePipelineDependencies } from './pipeline.ts';
import { defaultPipelineSettings } from './settings.ts';
import { createClearances } from './settling/clearances.ts';
import type { ContainerVerdict, RandomAccess } from './settling/containers/random-access.ts';
import { createSettler } from './settling/settler.ts';
import { createWriterCheck } from './settling/writers/create-writer-check.ts';
import { openStore } from './store/open-store.ts';
import { createBounceUploads } from './transfers/bounce-uploads.ts';
import { dropFiles } from './transfers/drop-files.ts';
import { createIntake } from './transfers/intake.ts';
import { createKnownBounces } from './transfers/known-bounces.ts';
import { createLostFiles } from './transfers/lost-files.ts';
import { recoverTransfers } from './transfers/recover-transfers.ts';
import { createTransferActions } from './transfers/transfer-actions.ts';
import { createTransferFlow } from './transfers/transfer-flow.ts';

/** How long `stop` waits in all: a file operation may never return. */
const stopMilliseconds = 3_000;

/** Puts the pipeline together. The file is opened at once, so bindings and transfers can be listed before `start`. */
export function createBouncePipeline(dependencies: BouncePipelineDependencies): BouncePipeline {
  const { databasePath, disk, readers, client, connectivity, readProject, sendLateNote, environment, log } =
    dependencies;
  const { clock } = environment;
  const settings = { ...defaultPipelineSettings, ...dependencies.settings };
  let isOver = false;
  const onError = (error: unknown) => {
    // A dead volume may answer after everything was closed.
    if (!isOver)
      log({ event: 'warning', message: `The bounce pipeline met an error and continues: ${error}` });
  };
  /** A file that is made to be slow settles like one that doesn't say how long it is. */
  async function judge(file: RandomAccess): Promise<ContainerVerdict> {
    try {
      return await readers.read('container', file);
    } catch (error) {
      if (!(error instanceof ReadingFailed)) throw error;
      log({ event: 'warning', message: `A file can’t be checked for its end: ${error.message}` });
      return 'unknown';
    }
  }
  const store = openStore(databasePath, (message) => {
    log({ event: 'warning', message });
    dependencies.onDamage?.(message);
  });
  const transfers = createTransferStore({ table: store.transfers, readProject, clock, log });
  const bindingList = createBindingList({ store, log });
  const folderWatches = createFolderWatches({ disk, clock, settings });
  const hasher = createHasher(disk);
  const settler = createSettler({
    ...{ settings, checkWriter: createWriterCheck(), judge, disk, onError },
  });
  const clearances = createClearances(transfers);
  const known = createKnownBounces({
    ...{ store, transfers, bindings: bindingList, readProject, environment },
  });
  const uploadQueue = createBounceUploads({
    ...{ transfers, clearances, known, hasher, disk, client, connectivity, environment, log },
    concurrentTransfers: settings.concurrentTransfers,
    throttle: dependencies.throttle ?? unlimited,
    hold: dependencies.hold ?? neverHeld,
  });
  const lostFiles = createLostFiles({ transfers, uploadQueue, folderWatches, disk, clock, onError });
  const flow = createTransferFlow({
    ...{ transfers, settler, clearances, uploadQueue, lostFiles, folderWatches, environment, onError },
  });
  const actions = createTransferActions({ transfers, flow, uploadQueue, lostFiles, known, store });
  const intake = createIntake({
    ...{ store, transfers, flow, known, disk, bindings: bindingList, environment, onError },
  });
  const watches = createBindingWatches({
    ...{ store, transfers, bindings: bindingList, folderWatches, intake, onError },
  });
  const rules = createBindingRules({ store, bindings: bindingList, known, environment });
  const bindings = createBindings({
    ...{ store, transfers, bindings: bindingList, watches, flow, intake, disk, environment, onError },
  });

  uploadQueue.onEvent((event) => {
    if (event.kind === 'settle-again') flow.follow(event.id);
    else if (event.kind === 'unreadable') flow.couldNotRead(event.id, event.code);
    else if (event.kind === 'known') {
      const { decision = 'uploaded', cutId = null } = known.find(event.row) ?? {};
      known.remember(event.row, decision, cutId);
      flow.remove(event.row.id);
    } else if (event.kind === 'late-note') void sendLateNote(event.late);
    else {
      const { bindingId, path } = event.row;
      known.finish(event.row, event.answer);
      const binding = bindingId === null ? undefined : bindingList.find(bindingId);
      // A file that was overwritten meanwhile is the next version.
      if (binding && !binding.paused) intake.takePath(binding, path);
    }
  });

  return {
    ...actions,
    ...rules,
    async start() {
      store.together(() => recoverTransfers({ transfers, uploadQueue, flow }));
      // Not awaited: the first scan of a large folder, or of a slow share, must not hold up the app.
      bindings.start().catch(onError);
    },
    async stop() {
      const patience = createPatience(stopMilliseconds);
      await patience.with(watches.stop());
      await patience.with(uploadQueue.stop());
      await patience.with(intake.idle());
      flow.stop();
      await patience.with(hasher.stop());
      if (patience.isOver())
        log({ event: 'warning', message: 'Stopped without waiting for a volume that does not answer' });
      isOver = true;
      transfers.close();
      store.close();
    },
    listBindings: bindingList.list,
    createBinding: bindings.create,
    updateBinding: bindings.update,
    removeBinding: bindings.remove,
    listOlder: bindings.listOlder,
    decideOlder: async (id, upload) => bindings.decideOlder(id, upload),
    listTransfers: transfers.list,
    note: (id, note) => writeNote(transfers, { id, note }, sendLateNote),
    drop: (request) =>
      dropFiles(request, { transfers, flow, store, disk, readers, readProject, environment }),
    findCopies: known.findCopies,
    setProjects: bindings.setProjects,
    rescan: watches.rescan,
    onBindings: bindingList.onChange,
    onTransfers: transfers.onChange,
  };
}
