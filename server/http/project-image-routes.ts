import { type RequestHandler, Router } from 'express';
import { commandSchemas } from '../../protocol/wire/command.ts';
import { notFound } from '../commands/access.ts';
import { handleProjectCreate } from '../commands/project-create.ts';
import type { ServerContext } from '../context.ts';
import { readRole } from '../entities/member.ts';
import { projectImageUrl } from '../entities/project.ts';
import { parseInput } from '../failure.ts';
import type { Inspector } from '../files/inspector.ts';
import { receiveForm } from '../files/multipart.ts';
import { sendBlob } from '../files/send-blob.ts';
import { storeImage } from '../files/store-image.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { sendFailure, sendOutcome } from './answer.ts';
import { ownBody } from './body.ts';
import { readOperationId } from './command-route.ts';
import { signedIn, signedInReading } from './signed-in.ts';

/** Creates a project with an image in one form, and serves the image to members. */
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
      receive: (stream) => storeImage(blobs, inspector, stream),
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
      return { ...made, result: { ...made.result, imageUrl: projectImageUrl(id, file.sha256) } };
    });
    sendOutcome(response, outcome, 201);
  });

  const onlyForms: RequestHandler = (request, _response, next) =>
    next(request.is('multipart/form-data') ? undefined : 'route');
  router.post('/api/projects', onlyForms, createWithImage);

  router.get(
    '/api/projects/:id/image',
    signedIn(context, async (actor, request, response) => {
      const project = await context.db
        .selectFrom('project')
        .select(['id', 'imageSha256', 'imageMimeType'])
        .where('id', '=', String(request.params.id))
        .executeTakeFirst();
      const isMember = project && (await readRole(context.db, project.id, actor.id)) !== undefined;
      if (!isMember || !project.imageSha256 || !project.imageMimeType) {
        return sendFailure(response, notFound('project'));
      }
      const { imageSha256: sha256, imageMimeType: mimeType } = project;
      await sendBlob(request, response, blobs, { sha256, mimeType, name: 'image' });
    }),
  );
  return router;
}
