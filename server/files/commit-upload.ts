import type { Failure, Outcome } from '../../protocol/wire/error.ts';
import type { File } from '../../protocol/wire/file.ts';
import type { CommitWish, Upload } from '../../protocol/wire/upload.ts';
import type { Actor, CommandContext, Handled } from '../commands/handler.ts';
import type { ServerContext } from '../context.ts';
import { readFiles } from '../entities/file.ts';
import { failure } from '../failure.ts';
import type { KeyedLock } from '../storage/keyed-lock.ts';
import type { Stores } from '../storage/open-stores.ts';
import type { PartStore } from '../storage/part-store.ts';
import { addFile, type NewFile } from './add-file.ts';
import type { Inspector } from './inspector.ts';
import { keepBytes } from './keep-bytes.ts';
import { songOf } from './song-in-name.ts';
import { readOwnUpload, readUpload, targetOf, toUpload, type UploadRow } from './upload-row.ts';
import { checkTarget, openTarget } from './upload-target.ts';
import { readVersionPlace } from './version-place.ts';

type Dependencies = { context: ServerContext; inspector: Inspector; locks: KeyedLock } & Stores;

/**
 * Verifies the bytes, puts them into the blob store, then makes file, cut and vibe visible in one transaction. Every
 * step can be repeated: the part is removed only after the transaction, so after a crash a client commits again.
 */
export function commitUpload(
  dependencies: Dependencies,
  actor: Actor,
  id: string,
  { note }: CommitWish = {},
): Promise<Outcome<Upload>> {
  const { parts, locks } = dependencies;
  const { db, dispatcher } = dependencies.context;
  // No bytes may arrive while they are being verified, and a second commit waits for the first.
  return locks.run(id, async () => {
    const own = await readOwnUpload(db, actor.id, id);
    if (!own.ok) return own;
    const upload = own.data;
    if (upload.state === 'committed') return toUpload(db, upload, upload.size);
    const target = await checkTarget(db, actor.id, targetOf(upload));
    if (!target.ok) return target;
    const verified = await verify(parts, upload);
    if (!verified.ok) return verified;
    const file = await keepPart(dependencies, upload);
    if (!file.ok) return file;
    const added = await dispatcher.execute(actor, { id, kind: 'upload.commit' }, (command) =>
      addUploaded(command, upload, file.data, note),
    );
    if (!added.ok) return added;
    await parts.remove(id);
    return {
      ok: true,
      data: {
        ...{ id, uploadKey: upload.uploadKey, state: 'committed', ...added.data },
        ...(await readVersionPlace(db, added.data.file)),
      },
    };
  });
}

/** Size, then hash. Bytes that differ from those announced are discarded: no later byte can make them right. */
async function verify(parts: PartStore, upload: UploadRow): Promise<Outcome<null>> {
  const { id, size, sha256 } = upload;
  const offset = await parts.offset(id);
  if (offset < size) {
    return failure('incomplete', `Only ${offset} of ${size} bytes have arrived.`);
  }
  if (offset > size) {
    await parts.remove(id);
    return failure('size-mismatch', 'More bytes arrived than announced. Send the file again.');
  }
  if ((await parts.digest(id, size)) !== sha256) {
    await parts.remove(id);
    return failure(
      'hash-mismatch',
      'The bytes that arrived differ from those announced. Send the file again.',
    );
  }
  return { ok: true, data: null };
}

/** Looks at verified bytes and puts them into the blob store. */
async function keepPart(
  { context, inspector, blobs, parts }: Dependencies,
  { id, name, size, sha256 }: UploadRow,
): Promise<Outcome<NewFile>> {
  await using bytes = await parts.open(id);
  if (!bytes) throw new Error(`The verified bytes of upload ${id} are missing.`);
  const inspected = await inspector.inspect(bytes);
  if (!inspected.ok) return inspected;
  const kept = await keepBytes({ context, blobs }, bytes, sha256);
  return kept.ok ? { ok: true, data: { ...inspected.data, name, size, sha256 } } : kept;
}

type Added = { file: File; added: boolean };

/** The transaction of a commit. The bytes are in the blob store. */
export async function addUploaded(
  context: CommandContext,
  upload: UploadRow,
  file: NewFile,
  note?: string,
): Promise<Handled<Added> | Failure> {
  const { tx, actor, now } = context;
  const current = await readUpload(tx, upload.id);
  if (current?.state !== 'reserved') return failure('conflict', 'This upload has already ended.');
  const target = targetOf(upload);
  const checked = await checkTarget(tx, actor.id, target);
  if (!checked.ok) return checked;
  const close = (fileId: string, added: number) =>
    tx
      .updateTable('upload')
      .set({ state: 'committed', fileId, added, updatedAt: now })
      .where('id', '=', upload.id)
      .execute();

  const twin = upload.onlyIfNew ? await findTwin(context, upload) : undefined;
  if (twin) {
    await close(twin.id, 0);
    return { ok: true, result: { file: twin, added: false }, events: [] };
  }
  const song = songOf(upload.name, upload.song === null ? null : JSON.parse(upload.song));
  const opened = await openTarget(context, target, checked.data, { fileName: upload.name, song });
  if (!opened.ok) return opened;
  const made = await addFile(context, file, opened.result, note === undefined ? song : { ...song, note });
  await close(made.result.id, 1);
  return {
    ok: true,
    result: { file: made.result, added: true },
    events: [...opened.events, ...made.events],
    activities: [...(opened.activities ?? []), ...(made.activities ?? [])],
  };
}

/** The project's oldest file with the same bytes. */
async function findTwin({ tx }: CommandContext, upload: UploadRow): Promise<File | undefined> {
  const row = await tx
    .selectFrom('file')
    .select('id')
    .where('projectId', '=', upload.projectId)
    .where('sha256', '=', upload.sha256)
    .orderBy('createdAt')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row && (await readFiles(tx, { id: row.id }))[0];
}
