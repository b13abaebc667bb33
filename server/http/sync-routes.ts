import { Router } from 'express';
import { stateQuerySchema, syncQuerySchema } from '../../protocol/wire/sync.ts';
import { parseTopic, type Topic } from '../../protocol/wire/topic.ts';
import type { ServerContext } from '../context.ts';
import { readRole } from '../entities/member.ts';
import { readHeadsFor, readLog } from '../events/log.ts';
import { createProjectStates } from '../events/project-states.ts';
import { failure, parseInput } from '../failure.ts';
import { sendFailure } from './answer.ts';
import { signedIn } from './signed-in.ts';

/** Catching up with the log. */
export function createSyncRoutes(context: ServerContext): Router {
  const router = Router();
  const { reads: db, metrics } = context;
  const projectStates = createProjectStates(db);

  async function mayRead(userId: string, topic: Topic): Promise<boolean> {
    const { kind, id } = parseTopic(topic);
    return kind === 'user' ? id === userId : (await readRole(db, id, userId)) !== undefined;
  }

  router.get(
    '/api/sync',
    signedIn(context, async (actor, request, response) => {
      const query = parseInput(syncQuerySchema, request.query);
      if (!query.ok) return sendFailure(response, query);
      if (!(await mayRead(actor.id, query.data.topic))) {
        return sendFailure(response, failure('not-found', 'There is no such topic.'));
      }
      const answer = await readLog(db, query.data);
      metrics.syncReads.inc({ answer: 'reset' in answer ? 'reset' : 'events' });
      response.json(answer);
    }),
  );
  router.get(
    '/api/sync/heads',
    signedIn(context, async (actor, _request, response) => {
      const heads = await readHeadsFor(db, actor.id);
      metrics.syncReads.inc({ answer: 'heads' });
      response.json(heads);
    }),
  );
  router.get(
    '/api/sync/state',
    signedIn(context, async (actor, request, response) => {
      const query = parseInput(stateQuerySchema, request.query);
      if (!query.ok) return sendFailure(response, query);
      const state = await projectStates(actor.id, parseTopic(query.data.topic).id);
      if (!state) return sendFailure(response, failure('not-found', 'There is no such topic.'));
      metrics.syncReads.inc({ answer: 'state' });
      response.json(state);
    }),
  );
  return router;
}
