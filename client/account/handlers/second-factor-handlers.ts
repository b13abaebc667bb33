import * as z from 'zod';
import {
  enrolmentSchema,
  recoveryCodesSchema,
  secondFactorSchema,
} from '../../../protocol/wire/second-factor.ts';
import { type HandlersOf, nothing, type WithAccount } from './handlers.ts';

const path = '/api/auth/second-factor';

export function createSecondFactorHandlers(withAccount: WithAccount): HandlersOf<'secondFactor'> {
  return {
    'secondFactor.read': () =>
      withAccount(({ client }) => client.request({ method: 'GET', path, schema: secondFactorSchema })),
    'secondFactor.begin': () =>
      withAccount(({ client }) => client.request({ method: 'POST', path, schema: enrolmentSchema })),
    'secondFactor.confirm': (body) =>
      withAccount(({ client }) =>
        client.request({ method: 'POST', path: `${path}/confirm`, body, schema: recoveryCodesSchema }),
      ),
    'secondFactor.renewCodes': (body) =>
      withAccount(({ client }) =>
        client.request({ method: 'POST', path: `${path}/codes`, body, schema: recoveryCodesSchema }),
      ),
    'secondFactor.turnOff': (body) =>
      withAccount(async ({ client }) => {
        const answer = await client.request({
          ...{ method: 'POST', path: `${path}/off`, body },
          schema: z.object({}),
        });
        return answer.ok ? nothing : answer;
      }),
  };
}
