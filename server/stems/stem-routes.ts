import { Router } from 'express';
import { stemArchiveName, stemsOf } from '../../protocol/state/versions.ts';
import type { File } from '../../protocol/wire/file.ts';
import { notFound } from '../commands/access.ts';
import type { ServerContext } from '../context.ts';
import { readCut } from '../entities/cut.ts';
import { readFiles } from '../entities/file.ts';
import { readRole } from '../entities/member.ts';
import { failure } from '../failure.ts';
import { servedHeaders } from '../files/send-blob.ts';
import { sendFailure } from '../http/answer.ts';
import { pipeToClient } from '../http/pipe-to-client.ts';
import { signedIn } from '../http/signed-in.ts';
import type { FileReaders } from '../reading/file-readers.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { createContentsCache } from './contents-cache.ts';
import { createStemArchive, mostPacked } from './stem-archive.ts';

const noStems = failure('not-found', 'This version has no stems.');
const tooMany = failure(
  'too-large',
  `A ZIP holds up to ${mostPacked.toLocaleString('en')} files, and this version has more stems. Download them one by one.`,
);
const notAnArchive = failure('not-found', 'This file isn’t a ZIP.');
const unreadable = failure('not-found', 'This ZIP can’t be read. Download it to check it.');

/** The stems of a version as one ZIP, and the list of what a dropped ZIP holds. For members of the project. */
export function createStemRoutes(context: ServerContext, blobs: BlobStore, readers: FileReaders): Router {
  const { reads: db } = context;
  const readContents = createContentsCache(
    blobs,
    (bytes) => readers.libraries.read('contents', bytes),
    context.log,
  );
  const router = Router();

  async function findOwn(userId: string, id: string): Promise<File | undefined> {
    const [file] = await readFiles(db, { id });
    return file && (await readRole(db, file.projectId, userId)) ? file : undefined;
  }

  // Express answers HEAD by the same route.
  router.get(
    '/api/files/:id/stems',
    signedIn(context, async (actor, request, response) => {
      const version = await findOwn(actor.id, String(request.params.id));
      const cut = version && (await readCut(db, version.cutId));
      if (!cut) return sendFailure(response, notFound('file'));
      const stems = stemsOf(cut, version.id);
      if (stems.length === 0) return sendFailure(response, noStems);
      if (stems.length > mostPacked) return sendFailure(response, tooMany);
      const archive = createStemArchive(blobs, stems);
      const name = stemArchiveName(cut, version.id);
      response.set({
        ...servedHeaders({ name, mimeType: 'application/zip' }),
        'Content-Length': String(archive.length),
      });
      if (request.method === 'HEAD') response.end();
      else await pipeToClient(archive.stream(), response);
    }),
  );

  router.get(
    '/api/files/:id/contents',
    signedIn(context, async (actor, request, response) => {
      const file = await findOwn(actor.id, String(request.params.id));
      if (!file) return sendFailure(response, notFound('file'));
      if (file.mimeType !== 'application/zip') return sendFailure(response, notAnArchive);
      const contents = await readContents(file.sha256);
      if (!contents) return sendFailure(response, unreadable);
      response.set({ 'Cache-Control': 'private, no-cache', ETag: `"${file.sha256}-contents"` });
      if (request.fresh) response.status(304).end();
      else response.json(contents);
    }),
  );
  return router;
}
