import * as z from 'zod';
import {
  accountFactsSchema,
  changedEmailSchema,
  forgottenPasswordSchema,
} from '../../../protocol/wire/account.ts';
import type { SignIn } from '../../session/sign-in.ts';
import type { ClientAccount } from '../create-account.ts';
import { type Handlers, type HandlersOf, nothing, type WithAccount } from './handlers.ts';

type RecoveryHandlers = Pick<
  Handlers,
  'session.forgotPassword' | 'session.resetPassword' | 'session.verifyEmail' | 'session.account'
>;

export function createRecoveryHandlers({
  clientOf,
  withAccount,
  noteEmail,
}: Pick<SignIn<ClientAccount>, 'clientOf' | 'withAccount' | 'noteEmail'>): RecoveryHandlers {
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
    'session.account': async () => {
      const facts = await withAccount(({ client }) =>
        client.request({ method: 'GET', path: '/api/auth/account', schema: accountFactsSchema }),
      );
      if (facts.ok) await noteEmail(facts.data.email);
      return facts;
    },
  };
}

export function createOwnAccountHandlers(withAccount: WithAccount): HandlersOf<'account'> {
  return {
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
