import * as z from 'zod';
import { idSchema } from '../wire/id.ts';
import { sessionListSchema } from '../wire/session.ts';

const nothing = z.null();

/** Where the account is signed in. All of it needs the network. */
export const sessionChannels = {
  'sessions.list': { args: nothing, result: sessionListSchema },
  /** Signs a device out. */
  'sessions.end': { args: z.object({ id: idSchema }), result: nothing },
  /** Signs out all devices but this one. */
  'sessions.endOthers': { args: nothing, result: nothing },
} as const;
