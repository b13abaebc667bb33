import * as z from 'zod';
import { createdShareSchema, shareSchema } from '../../../protocol/wire/share.ts';
import { type HandlersOf, nothing, type WithAccount } from './handlers.ts';

export function createShareHandlers(withAccount: WithAccount): HandlersOf<'shares'> {
  return {
    'shares.create': ({ fileId, ...body }) =>
      withAccount(({ client }) => {
        const path = `/api/files/${fileId}/share`;
        return client.request({ method: 'POST', path, body, schema: createdShareSchema });
      }),
    'shares.list': ({ fileId }) =>
      withAccount(({ client }) => {
        const path = `/api/files/${fileId}/shares`;
        return client.request({ method: 'GET', path, schema: z.array(shareSchema) });
      }),
    'shares.revoke': ({ id }) =>
      withAccount(async ({ client }) => {
        const path = `/api/shares/${id}`;
        const answer = await client.request({ method: 'DELETE', path, schema: z.object({}) });
        return answer.ok ? nothing : answer;
      }),
  };
}
