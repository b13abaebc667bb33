import { type RequestHandler, Router } from 'express';
import type { Kysely } from 'kysely';
import { commandSchemas } from '../../protocol/wire/command.ts';
import { sha256Schema } from '../../protocol/wire/id.ts';
import { picturePath } from '../../protocol/wire/picture.ts';
import { notFound } from '../commands/access.ts';
import { handleProjectCreate } from '../commands/project-create.ts';
import type { ServerContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { parseInput } from '../failure.ts';
import type { Inspector } from '../files/inspector.ts';
import { receiveForm } from '../files/multipart.ts';
import { sendBlob, servedHeaders } from '../files/send-blob.ts';
import { storeImage } from '../files/store-image.ts';
import { readVisiblePicture } from '../pictures/pictures.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { sendFailure, sendOutcome } from './answer.ts';
import { ownBody } from './body.ts';
import { readOperationId } from './command-route.ts';
import { signedIn, signedInReading } from './signed-in.ts';

/** Creates a project with an image in one form, and serves pictures to those who may see what has them. */
export function createProjectImageRoutes(
  context: ServerContext,
  blobs: BlobStore,
  inspector: Inspector,
): Router {
  const router = Router();

  const createWithImage = signedInReading(context, ownBody, async (actor, request, response) => {
    const operationId = readOperationId(request, context.environment);
    if (!operationId.ok) return sendFailure(response, operationId);
    const form = await receiveForm(request, {
      fileField: 'image',
      receive: (stream) => storeImage({ context, blobs, inspector }, stream),
      // The sweeper removes blobs that nothing refers to.
      discard: async () => {},
    });
    if (!form.ok) return sendFailure(response, form);
    const { fields, file } = form.data;
    const payload = parseInput(commandSchemas['project.create'].payload, {
      id: operationId.data,
      ...Object.fromEntries(fields),
    });
    if (!payload.ok) return sendFailure(response, payload);
    const operation = { id: operationId.data, kind: 'project.create with image' };
    const outcome = await context.dispatcher.execute(actor, operation, async (command) => {
      const made = await handleProjectCreate(command, payload.data);
      if (!made.ok) return made;
      const { id } = made.result;
      await command.tx
        .updateTable('project')
        .set({ imageSha256: file.sha256, imageMimeType: file.mimeType })
        .where('id', '=', id)
        .execute();
      return { ...made, result: { ...made.result, imageUrl: picturePath(file.sha256) } };
    });
    sendOutcome(response, outcome, 201);
  });

  const onlyForms: RequestHandler = (request, _response, next) =>
    next(request.is('multipart/form-data') ? undefined : 'route');
  router.post('/api/projects', onlyForms, createWithImage);

  router.get(
    ['/api/pictures/:sha256', '/media/pictures/:sha256'],
    signedIn(context, async (actor, request, response) => {
      const sha256 = sha256Schema.safeParse(request.params.sha256);
      if (!sha256.success) return sendFailure(response, notFound('picture'));
      const picture = await readVisiblePicture(context.reads, actor.id, sha256.data);
      if (picture) {
        const { mimeType, bytes } = picture;
        response.set({ ...servedHeaders({ name: 'picture', mimeType }), 'Cache-Control': forEver });
        response.send(bytes);
        return;
      }
      const mimeType = await readImageType(context.reads, actor.id, sha256.data);
      if (mimeType === null) return sendFailure(response, notFound('picture'));
      response.set('Cache-Control', forEver);
      await sendBlob(request, response, blobs, { sha256: sha256.data, mimeType, name: 'picture' });
    }),
  );
  return router;
}

/** An address is that of one content, so it never has to be asked for again. */
const forEver = 'private, max-age=31536000, immutable';

/** The type of the image that one of this person's projects was made with. */
async function readImageType(db: Kysely<Database>, userId: string, sha256: string): Promise<string | null> {
  const row = await db
    .selectFrom('project')
    .innerJoin('member', 'member.projectId', 'project.id')
    .select('project.imageMimeType')
    .where('project.imageSha256', '=', sha256)
    .where('member.userId', '=', userId)
    .executeTakeFirst();
  return row?.imageMimeType ?? null;
}
