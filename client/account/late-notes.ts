import type { Answer } from '../../protocol/ipc/bridge.ts';
import type { Log } from '../common/log.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { LateNote } from '../uploads/upload-notes.ts';

/** Sends notes of versions that were announced without them: durable, and without a notification of their own. */
export function createLateNotes({
  outbox,
  log,
}: {
  outbox: Pick<Outbox, 'run'>;
  log: Pick<Log, 'warn'>;
}): (late: LateNote) => Promise<Answer<null>> {
  return async ({ projectId, fileId, note }) => {
    const answer = await outbox.run('file.update', { id: fileId, note, isOfUpload: true }, projectId);
    if (answer.ok) return { ok: true, data: null };
    log.warn({ event: 'late-note', message: `The note of file ${fileId} was refused: ${answer.message}` });
    return answer;
  };
}
