import { Router } from 'express';
import type { Kysely } from 'kysely';
import { differenceQuerySchema } from '../../protocol/wire/difference.ts';
import { notFound } from '../commands/access.ts';
import type { ServerContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { readRole } from '../entities/member.ts';
import { failure } from '../failure.ts';
import { sendFailure } from '../http/answer.ts';
import { signedIn } from '../http/signed-in.ts';
import type { Differences } from './differences.ts';

/** When to ask again for a difference that isn't ready, in seconds. Only those of latest versions are announced. */
const retrySeconds = 2;

/** The difference between any two sounds of a project, for its members (see `protocol/wire/difference.ts`). */
export function createDifferenceRoutes(context: ServerContext, differences: Differences): Router {
  const { reads: db } = context;
  const router = Router();
  router.get(
    ['/api/files/:id/difference', '/media/:id/difference'],
    signedIn(context, async (actor, request, response) => {
      const { data: query } = differenceQuerySchema.safeParse(request.query);
      if (!query)
        return sendFailure(response, failure('invalid', 'to: The id of the older file is missing.'));
      const newer = await readSound(db, String(request.params.id));
      const older = await readSound(db, query.to);
      const isOwn = newer && older && (await readRole(db, newer.projectId, actor.id)) !== undefined;
      if (!isOwn || newer.projectId !== older.projectId) return sendFailure(response, notFound('file'));
      const state = await differences.read(newer, older);
      if (state.kind === 'none') return sendFailure(response, failure('not-found', state.reason));
      if (state.kind === 'pending') {
        response.status(202).set('Retry-After', String(retrySeconds)).json({ state: 'pending' });
        return;
      }
      // The bytes of a file never change, and neither does what changed between two of them.
      response.set('Cache-Control', 'private, max-age=31536000, immutable').json(state.difference);
    }),
  );
  return router;
}

/** A file with sound: a version, or a stem that isn't an archive. */
async function readSound(db: Kysely<Database>, id: string) {
  const file = await db
    .selectFrom('file')
    .select(['projectId', 'sha256', 'mimeType', 'type', 'audio'])
    .where('id', '=', id)
    .executeTakeFirst();
  return file && (file.type === 'CUT' || (file.type === 'STEM' && file.audio !== null)) ? file : null;
}
