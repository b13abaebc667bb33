import * as z from 'zod';
import { blockListSchema } from '../../../protocol/wire/block.ts';
import { type HandlersOf, nothing, type WithAccount } from './handlers.ts';

export function createBlockHandlers(withAccount: WithAccount): HandlersOf<'blocks'> {
  const change = (method: 'PUT' | 'DELETE', userId: string) =>
    withAccount(async ({ client }) => {
      const answer = await client.request({ method, path: `/api/blocks/${userId}`, schema: z.object({}) });
      return answer.ok ? nothing : answer;
    });
  return {
    'blocks.list': () =>
      withAccount(({ client }) =>
        client.request({ method: 'GET', path: '/api/blocks', schema: blockListSchema }),
      ),
    'blocks.add': ({ userId }) => change('PUT', userId),
    'blocks.remove': ({ userId }) => change('DELETE', userId),
  };
}
