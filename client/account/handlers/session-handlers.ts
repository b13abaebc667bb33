import * as z from 'zod';
import { sessionListSchema } from '../../../protocol/wire/session.ts';
import { type HandlersOf, nothing, type WithAccount } from './handlers.ts';

export function createSessionHandlers(withAccount: WithAccount): HandlersOf<'sessions'> {
  return {
    'sessions.list': () =>
      withAccount(({ client }) =>
        client.request({ method: 'GET', path: '/api/auth/sessions', schema: sessionListSchema }),
      ),
    'sessions.end': ({ id }) =>
      withAccount(async ({ client }) => {
        const path = `/api/auth/sessions/${id}`;
        const answer = await client.request({ method: 'DELETE', path, schema: z.object({}) });
        // A session that has ended meanwhile is what was asked for.
        return answer.ok || answer.kind === 'not-found' ? nothing : answer;
      }),
    'sessions.endOthers': () =>
      withAccount(async ({ client }) => {
        const path = '/api/auth/sessions/end-others';
        const answer = await client.request({ method: 'POST', path, schema: z.object({}) });
        return answer.ok ? nothing : answer;
      }),
  };
}
