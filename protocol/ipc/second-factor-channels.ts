import * as z from 'zod';
import {
  enrolmentSchema,
  factorCodeSchema,
  recoveryCodesSchema,
  secondFactorSchema,
  secondStepSchema,
} from '../wire/second-factor.ts';
import { serverUrlSchema, sessionStateSchema } from './session.ts';

const nothing = z.null();

/** The second factor of the account, and the second step of a sign-in. All of it needs the network. */
export const secondFactorChannels = {
  /** After a refusal of the kind `second-factor`, with its challenge. */
  'session.secondStep': {
    args: secondStepSchema.extend({ serverUrl: serverUrlSchema }),
    result: sessionStateSchema,
  },
  'secondFactor.read': { args: nothing, result: secondFactorSchema },
  'secondFactor.begin': { args: nothing, result: enrolmentSchema },
  'secondFactor.confirm': { args: factorCodeSchema, result: recoveryCodesSchema },
  'secondFactor.renewCodes': { args: factorCodeSchema, result: recoveryCodesSchema },
  'secondFactor.turnOff': { args: factorCodeSchema, result: nothing },
} as const;
