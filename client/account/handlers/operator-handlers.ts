import type * as z from 'zod';
import { currentAnnouncementSchema } from '../../../protocol/wire/announcement.ts';
import { operatorSchemas } from '../../../protocol/wire/operator.ts';
import { readAccount } from '../../session/sign-in.ts';
import { done, type HandlersOf, type WithAccount } from './handlers.ts';

export function createOperatorHandlers(withAccount: WithAccount): HandlersOf<'operator'> {
  return {
    'operator.run': ({ command, input }) =>
      withAccount(({ client }) => {
        const { method, path, result } = operatorSchemas[command];
        const schema: z.ZodType<unknown> = result;
        const { filled, rest } = fill(path, input);
        const request = { method: upperCase[method], schema };
        if (method !== 'get') return client.request({ ...request, path: filled, body: rest });
        const query = new URLSearchParams(
          Object.entries(rest).flatMap(([name, value]) =>
            value === undefined || value === '' ? [] : [[name, String(value)] as [string, string]],
          ),
        );
        return client.request({ ...request, path: query.size === 0 ? filled : `${filled}?${query}` });
      }),
    'operator.isAdmin': () =>
      withAccount(async ({ client }) => {
        const read = await readAccount(client);
        return read.ok ? done(read.data.role === 'ADMIN') : read;
      }),
    'operator.announcement': () =>
      withAccount(({ client }) =>
        client.request({ method: 'GET', path: '/api/announcement', schema: currentAnnouncementSchema }),
      ),
  };
}

const upperCase = { get: 'GET', post: 'POST', put: 'PUT', delete: 'DELETE' } as const;

/** The path with the parameters that it names, and the rest of the input. */
function fill(path: string, input: Record<string, unknown>) {
  const rest = { ...input };
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    delete rest[name];
    return encodeURIComponent(String(input[name]));
  });
  return { filled, rest };
}
