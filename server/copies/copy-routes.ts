import { type Request, type Response, Router } from 'express';
import type { PeaksPending } from '../../protocol/wire/peaks.ts';
import { notFound } from '../commands/access.ts';
import type { ServerContext } from '../context.ts';
import { readRole } from '../entities/member.ts';
import { failure } from '../failure.ts';
import { servedHeaders } from '../files/send-blob.ts';
import { sendRange } from '../files/send-range.ts';
import { sendFailure } from '../http/answer.ts';
import { signedIn } from '../http/signed-in.ts';
import type { CopiedSound, Copies } from './copies.ts';
import type { NoCopy } from './worth-copying.ts';

/** When to ask again for a copy that isn't ready, in seconds. */
const retrySeconds = 5;

const noCopy: Record<NoCopy, string> = {
  small: 'No compressed copy: the file is small already.',
  long: 'No compressed copy: the file is too long.',
  unreadable: 'No compressed copy: this file has no sound that can be read here.',
  damaged: 'No compressed copy: this file is damaged.',
  costly: 'No compressed copy: this file takes too long to read.',
};

/** The compressed copy of a file, for members, at the server's own address and at that of the page. */
export function createCopyRoutes({ reads: db, ...context }: ServerContext, copies: Copies): Router {
  const router = Router();
  router.get(
    ['/api/files/:id/listen', '/media/:id/listen'],
    signedIn(context, async (actor, request, response) => {
      const file = await db
        .selectFrom('file')
        .select(['projectId', 'sha256', 'name', 'mimeType', 'size', 'audio'])
        .where('id', '=', String(request.params.id))
        .executeTakeFirst();
      if (!file || !(await readRole(db, file.projectId, actor.id))) {
        return sendFailure(response, notFound('file'));
      }
      await sendCopy(request, response, copies, file);
    }),
  );
  return router;
}

/** Answers with the compressed copy of a file that the caller may hear: whole or a range, 202 while it is being made. */
export async function sendCopy(
  request: Request,
  response: Response,
  copies: Pick<Copies, 'open'>,
  file: CopiedSound & { name: string },
): Promise<void> {
  const state = file.mimeType.startsWith('audio/')
    ? await copies.open(file)
    : ({ kind: 'none', why: 'unreadable' } as const);
  if (state.kind === 'none') return sendFailure(response, failure('not-found', noCopy[state.why]));
  if (state.kind === 'pending') {
    const body: PeaksPending = { state: 'pending' };
    response.status(202).set('Retry-After', String(retrySeconds)).json(body);
    return;
  }
  await using bytes = state.bytes;
  response.set(servedHeaders({ name: `${file.name}.opus`, mimeType: 'audio/ogg' }));
  await sendRange(request, response, { etag: `"${file.sha256}-opus"`, bytes });
}
