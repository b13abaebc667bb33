import * as z from 'zod';
import { createdShareSchema, type ShareKind, shareSchema } from '../../../protocol/wire/share.ts';
import { type HandlersOf, nothing, type WithAccount } from './handlers.ts';

const folders: Record<ShareKind, string> = {
  file: 'files',
  song: 'cuts',
  group: 'vibes',
  project: 'projects',
};

export function createShareHandlers(withAccount: WithAccount): HandlersOf<'shares'> {
  return {
    'shares.create': ({ to, ...body }) =>
      withAccount(({ client }) => {
        const path = `/api/${folders[to.kind]}/${to.id}/share`;
        return client.request({ method: 'POST', path, body, schema: createdShareSchema });
      }),
    'shares.list': ({ projectId }) =>
      withAccount(({ client }) => {
        const path = `/api/projects/${projectId}/shares`;
        return client.request({ method: 'GET', path, schema: z.array(shareSchema) });
      }),
    'shares.update': ({ id, ...body }) =>
      withAccount(async ({ client }) => {
        const path = `/api/shares/${id}`;
        const answer = await client.request({ method: 'PATCH', path, body, schema: z.object({}) });
        return answer.ok ? nothing : answer;
      }),
    'shares.revoke': ({ id }) =>
      withAccount(async ({ client }) => {
        const path = `/api/shares/${id}`;
        const answer = await client.request({ method: 'DELETE', path, schema: z.object({}) });
        return answer.ok ? nothing : answer;
      }),
  };
}
