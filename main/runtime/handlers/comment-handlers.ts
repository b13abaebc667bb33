import * as z from 'zod';
import { activitySchema } from '../../../protocol/wire/activity.ts';
import { commentSchema } from '../../../protocol/wire/comment.ts';
import { done, type HandlersOf, nothing, type WithAccount } from './runtime-handlers.ts';

export function createCommentHandlers(withAccount: WithAccount): HandlersOf<'comments' | 'activities'> {
  return {
    'comments.list': ({ cutId }) =>
      withAccount(({ client }) =>
        client.request({
          method: 'GET',
          path: `/api/cuts/${cutId}/comments`,
          schema: z.array(commentSchema),
        }),
      ),
    'activities.list': ({ projectId, before, limit }) =>
      withAccount(({ client }) => {
        const query = new URLSearchParams({ limit: String(limit) });
        if (projectId) query.set('projectId', projectId);
        if (before) query.set('before', before);
        return client.request({
          method: 'GET',
          path: `/api/activities?${query}`,
          schema: z.array(activitySchema),
        });
      }),
    'activities.dismiss': ({ id }) =>
      withAccount(async ({ client }) => {
        const path = `/api/activities/${id}/dismiss`;
        const answer = await client.request({ method: 'POST', path, body: {}, schema: z.object({}) });
        return answer.ok ? nothing : answer;
      }),
    'activities.undismiss': ({ id }) =>
      withAccount(async ({ client }) => {
        const path = `/api/activities/${id}/undismiss`;
        const answer = await client.request({ method: 'POST', path, body: {}, schema: z.object({}) });
        return answer.ok ? nothing : answer;
      }),
    'activities.dismissAll': ({ projectId }) =>
      withAccount(async ({ client }) => {
        const answer = await client.request({
          method: 'POST',
          path: '/api/activities/dismiss-all',
          body: projectId ? { projectId } : {},
          schema: z.object({ dismissed: z.array(z.string()) }),
        });
        return answer.ok ? done(answer.data) : answer;
      }),
  };
}
