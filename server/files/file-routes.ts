import { type Request, Router } from 'express';
import * as z from 'zod';
import type { Outcome } from '../../protocol/wire/error.ts';
import type { File } from '../../protocol/wire/file.ts';
import { idSchema, nameSchema } from '../../protocol/wire/id.ts';
import { notFound } from '../commands/access.ts';
import type { Actor } from '../commands/handler.ts';
import type { ServerContext } from '../context.ts';
import { readRole } from '../entities/member.ts';
import { parseInput } from '../failure.ts';
import { sendFailure, sendOutcome } from '../http/answer.ts';
import { ownBody } from '../http/body.ts';
import { commandRoute, readOperationId } from '../http/command-route.ts';
import { signedIn, signedInReading } from '../http/signed-in.ts';
import type { SendMarked } from '../markers/marked-download.ts';
import type { ReceivedBytes } from '../storage/blob-store.ts';
import type { Stores } from '../storage/open-stores.ts';
import { addFile } from './add-file.ts';
import { checkDisk, checkQuota } from './check-room.ts';
import type { Inspector } from './inspector.ts';
import { keepBytes } from './keep-bytes.ts';
import { receiveForm } from './multipart.ts';
import { receiveFile, tooLarge } from './receive-file.ts';
import { sendBlob } from './send-blob.ts';
import { songOf } from './song-in-name.ts';
import { readStorage } from './storage-usage.ts';
import { checkTarget } from './upload-target.ts';

export const fileFormSchema = z.object({ cutId: idSchema, name: nameSchema });

/** Allowance for a multipart form beside its file, in bytes. */
const formBytes = 1024 ** 2;

/** Uploads in one request, downloads, deletion and storage use. Mount it before any body parser. */
export function createFileRoutes(
  context: ServerContext,
  stores: Stores,
  inspector: Inspector,
  sendMarked: SendMarked,
): Router {
  const { reads: db } = context;
  const { blobs } = stores;
  const router = Router();

  router.post(
    '/api/files/upload',
    signedInReading(context, ownBody, async (actor, request, response) => {
      sendOutcome(response, await uploadForm(context, stores, inspector, actor, request), 201);
    }),
  );

  // Express answers HEAD by the same route.
  router.get(
    ['/api/files/:id/download', '/media/:id/image'],
    signedIn(context, async (actor, request, response) => {
      const file = await db
        .selectFrom('file')
        .select(['id', 'cutId', 'projectId', 'sha256', 'name', 'mimeType'])
        .where('id', '=', String(request.params.id))
        .executeTakeFirst();
      if (!file || !(await readRole(db, file.projectId, actor.id))) {
        return sendFailure(response, notFound('file'));
      }
      if (request.query.markers !== undefined) return sendMarked(request, response, file);
      await sendBlob(request, response, blobs, file);
    }),
  );

  router.put(
    '/api/files/:id',
    commandRoute(context, 'file.update', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );

  router.delete(
    '/api/files/:id',
    commandRoute(context, 'file.delete', 200, ({ params }) => ({ id: params.id })),
  );
  router.post(
    '/api/files/:id/restore',
    commandRoute(context, 'file.restore', 200, ({ params }) => ({ id: params.id })),
  );

  router.post(
    '/api/files/:id/move',
    commandRoute(context, 'file.move', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );

  router.post(
    '/api/files/:id/approve',
    commandRoute(context, 'file.approve', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );

  router.get(
    '/api/files/storage',
    signedIn(context, async (actor, _request, response) => {
      response.json(await readStorage(db, actor.id));
    }),
  );
  return router;
}

/** A whole upload in one request, for small tools. Takes the same steps in the same order as a resumable one. */
async function uploadForm(
  context: ServerContext,
  stores: Stores,
  inspector: Inspector,
  actor: Actor,
  request: Request,
): Promise<Outcome<File>> {
  const { config, db } = context;
  const { blobs } = stores;
  const operationId = readOperationId(request, context.environment);
  if (!operationId.ok) return operationId;
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > config.maximumFileBytes + formBytes) return tooLarge(config.maximumFileBytes);
  const crowded = await checkDisk(db, { context, ...stores }, announced);
  if (crowded) return crowded;
  inspector.prepare();
  const form = await receiveForm<ReceivedBytes>(request, {
    fileField: 'file',
    async receive(stream, fields) {
      // An early refusal saves sending the file.
      const cutId = fileFormSchema.shape.cutId.safeParse(fields.get('cutId'));
      const checked = cutId.success
        ? await checkTarget(db, actor.id, { kind: 'cut', cutId: cutId.data })
        : null;
      if (checked?.ok === false) return checked;
      return receiveFile(blobs, stream, config.maximumFileBytes);
    },
    discard: async (received) => await received[Symbol.asyncDispose](),
  });
  if (!form.ok) return form;
  const { fields, filename } = form.data;
  await using bytes = form.data.file;
  const parsed = parseInput(fileFormSchema, { name: filename, ...Object.fromEntries(fields) });
  if (!parsed.ok) return parsed;
  const { cutId, name } = parsed.data;
  const inspected = await inspector.inspect(bytes);
  if (!inspected.ok) return inspected;
  const { size, sha256 } = bytes;
  const kept = await keepBytes({ context, blobs }, bytes, sha256);
  if (!kept.ok) return kept;
  const operation = { id: operationId.data, kind: 'file.upload' };
  return await context.dispatcher.execute(actor, operation, async (command) => {
    const checked = await checkTarget(command.tx, actor.id, { kind: 'cut', cutId });
    if (!checked.ok) return checked;
    if (!checked.data.cut) return notFound('cut');
    const { projectId } = checked.data;
    const refusal = await checkQuota(command.tx, config, { size, userId: actor.id, projectId });
    if (refusal) return refusal;
    return addFile(command, { ...inspected.data, name, size, sha256 }, checked.data.cut, songOf(name));
  });
}
