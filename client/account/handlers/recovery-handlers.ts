import * as z from 'zod';
import {
  accountFactsSchema,
  changedEmailSchema,
  forgottenPasswordSchema,
} from '../../../protocol/wire/account.ts';
import type { ServerClient } from '../../session/server-client.ts';
import { type Handlers, type HandlersOf, nothing, type WithAccount } from './handlers.ts';

type RecoveryHandlers = Pick<
  Handlers,
  'session.forgotPassword' | 'session.resetPassword' | 'session.verifyEmail'
>;

/** `clientOf`: a client of that server without an account. */
export function createRecoveryHandlers(clientOf: (serverUrl: string) => ServerClient): RecoveryHandlers {
  const post = async (serverUrl: string, path: string, body: object) => {
    const request = { method: 'POST', path, body, schema: z.object({}) } as const;
    const answer = await clientOf(serverUrl).request(request);
    return answer.ok ? nothing : answer;
  };
  return {
    'session.forgotPassword': ({ serverUrl, ...body }) =>
      clientOf(serverUrl).request({
        ...{ method: 'POST', path: '/api/auth/forgot-password', body },
        schema: forgottenPasswordSchema,
      }),
    'session.resetPassword': ({ serverUrl, ...body }) => post(serverUrl, '/api/auth/reset-password', body),
    'session.verifyEmail': ({ serverUrl, ...body }) => post(serverUrl, '/api/auth/verify-email', body),
  };
}

export function createOwnAccountHandlers(withAccount: WithAccount): HandlersOf<'account'> {
  return {
    'account.read': () =>
      withAccount(({ client }) =>
        client.request({ method: 'GET', path: '/api/auth/account', schema: accountFactsSchema }),
      ),
    'account.changePassword': (body) =>
      withAccount(async ({ client }) => {
        const path = '/api/auth/change-password';
        const answer = await client.request({ method: 'POST', path, body, schema: z.object({}) });
        return answer.ok ? nothing : answer;
      }),
    'account.changeEmail': (body) =>
      withAccount(({ client }) =>
        client.request({ method: 'POST', path: '/api/auth/change-email', body, schema: changedEmailSchema }),
      ),
    'account.delete': (body) =>
      withAccount(async ({ client }) => {
        const request = { method: 'DELETE', path: '/api/auth/me', body, schema: z.object({}) } as const;
        const answer = await client.request(request);
        return answer.ok ? nothing : answer;
      }),
    'account.sendVerification': () =>
      withAccount(async ({ client }) => {
        const path = '/api/auth/send-verification';
        const answer = await client.request({ method: 'POST', path, schema: z.object({}) });
        return answer.ok ? nothing : answer;
      }),
  };
}
