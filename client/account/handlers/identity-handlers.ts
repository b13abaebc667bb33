import * as z from 'zod';
import { signInProviderListSchema, waysInSchema } from '../../../protocol/wire/identity.ts';
import type { ServerClient } from '../../session/server-client.ts';
import { type Handlers, type HandlersOf, nothing, type WithAccount } from './handlers.ts';

/** Connects an identity of a provider to the account of this client. */
export type LinkIdentity = (
  client: ServerClient,
  provider: string,
) => ReturnType<Handlers['identities.link']>;

export function readProviders(client: ServerClient): ReturnType<Handlers['session.providers']> {
  return client.request({ method: 'GET', path: '/api/auth/providers', schema: signInProviderListSchema });
}

export function createIdentityHandlers(
  withAccount: WithAccount,
  link: LinkIdentity,
): HandlersOf<'identities'> {
  return {
    'identities.list': () =>
      withAccount(({ client }) =>
        client.request({ method: 'GET', path: '/api/auth/identities', schema: waysInSchema }),
      ),
    'identities.link': ({ provider }) => withAccount(({ client }) => link(client, provider)),
    'identities.unlink': ({ provider }) =>
      withAccount(async ({ client }) => {
        const path = `/api/auth/identities/${encodeURIComponent(provider)}`;
        const answer = await client.request({ method: 'DELETE', path, schema: z.object({}) });
        // One that was disconnected meanwhile is what was asked for.
        return answer.ok || answer.kind === 'not-found' ? nothing : answer;
      }),
  };
}
