import * as z from 'zod';
import { currentAnnouncementSchema } from '../wire/announcement.ts';
import { openEnum } from '../wire/open-enum.ts';
import { type OperatorCommand, operatorSchemas, registrationModeSchema } from '../wire/operator.ts';
import { serverUrlSchema } from './session.ts';

const commands = Object.keys(operatorSchemas) as [OperatorCommand, ...OperatorCommand[]];

/** The operator's commands, for admins of the server, and what the operator decides for everybody. All need the network. */
export const operatorChannels = {
  /** Runs a command. The result is that of its schema (`operatorSchemas`), which the client has checked. */
  'operator.run': {
    args: z.object({ command: z.enum(commands), input: z.record(z.string(), z.unknown()) }),
    result: z.unknown(),
  },
  /** Whether the account is an admin of the server now. */
  'operator.isAdmin': { args: z.null(), result: z.boolean() },
  'operator.announcement': { args: z.null(), result: currentAnnouncementSchema },
  /** The people that may make an account on that server; also while nobody is signed in. */
  'session.registration': {
    args: z.object({ serverUrl: serverUrlSchema }),
    result: z.object({ mode: openEnum(registrationModeSchema) }),
  },
} as const;
