import { Router } from 'express';
import { hashProject } from '../../protocol/state/state-hash.ts';
import {
  type Heads,
  type ProjectState,
  stateQuerySchema,
  syncQuerySchema,
} from '../../protocol/wire/sync.ts';
import { parseTopic, projectTopic, type Topic, userTopic } from '../../protocol/wire/topic.ts';
import { protocolVersion } from '../../protocol/wire/version.ts';
import type { ServerContext } from '../context.ts';
import { readRole } from '../entities/member.ts';
import { readSnapshot } from '../entities/project.ts';
import { readEpoch, readHead, readLog } from '../events/log.ts';
import { failure, parseInput } from '../failure.ts';
import { sendFailure } from './answer.ts';
import { signedIn } from './signed-in.ts';

/** Catching up with the log. */
export function createSyncRoutes(context: ServerContext): Router {
  const router = Router();
  const { reads: db, metrics } = context;

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
      const memberships = await db
        .selectFrom('member')
        .select('projectId')
        .where('userId', '=', actor.id)
        .execute();
      const topics = [userTopic(actor.id), ...memberships.map(({ projectId }) => projectTopic(projectId))];
      const heads: Heads['heads'] = {};
      for (const topic of topics) heads[topic] = await readHead(db, topic);
      metrics.syncReads.inc({ answer: 'heads' });
      response.json({ epoch: await readEpoch(db), heads } satisfies Heads);
    }),
  );
  router.get(
    '/api/sync/state',
    signedIn(context, async (actor, request, response) => {
      const query = parseInput(stateQuerySchema, request.query);
      if (!query.ok) return sendFailure(response, query);
      const project = await readSnapshot(db, actor.id, parseTopic(query.data.topic).id);
      if (!project) return sendFailure(response, failure('not-found', 'There is no such topic.'));
      const { epoch, seq } = project;
      metrics.syncReads.inc({ answer: 'state' });
      response.json({ epoch, seq, hash: hashProject(project), protocolVersion } satisfies ProjectState);
    }),
  );
  return router;
}
