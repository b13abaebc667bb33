import * as z from 'zod';
import {
  controlPartySchema,
  joinPartySchema,
  partyClockSchema,
  partySchema,
  partyStateSchema,
  pointPartySchema,
  startPartySchema,
} from '../wire/party.ts';

const nothing = z.null();
const entered = z.object({ party: partySchema, state: partyStateSchema });

/**
 * The calls of listening parties (`protocol/wire/party.ts`), which all need the network. What others do follows as
 * `realtime.event`. A connection that is lost leaves the party: the page joins again.
 */
export const partyChannels = {
  /** The parties in all projects of the user. */
  'party.list': { args: nothing, result: z.array(partySchema) },
  'party.start': { args: startPartySchema, result: entered },
  'party.join': { args: joinPartySchema, result: entered },
  'party.leave': { args: nothing, result: nothing },
  'party.control': { args: controlPartySchema, result: nothing },
  /** Sent without waiting for an answer. */
  'party.point': { args: pointPartySchema, result: nothing },
  /** The server's clock, and the party that the user is in here. The page asks over the whole way that events take, so no clock of the main process matters. */
  'party.clock': {
    args: z.strictObject(partyClockSchema.shape),
    result: z.object({ at: z.number(), partyId: z.string().nullable() }),
  },
} as const;
