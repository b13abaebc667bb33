import type { Socket } from 'socket.io';
import type * as z from 'zod';
import type { Clock } from '../../common/clock.ts';
import {
  controlPartySchema,
  joinPartySchema,
  leavePartySchema,
  listPartiesSchema,
  partyClockSchema,
  pointPartySchema,
  startPartySchema,
} from '../../protocol/wire/party.ts';
import { failure, parseInput } from '../failure.ts';
import { type Bucket, fullBucket, takeFrom } from '../realtime/bucket.ts';
import type { ClientEvents } from '../realtime/client-events.ts';
import { sessionOf } from '../realtime/session-sockets.ts';
import type { PartyDesk } from './party-desk.ts';
import { partyLimits } from './party-limits.ts';
import type { Guest } from './running-parties.ts';

const tooFast = failure('rate-limited', 'That was too fast. Try again in a moment.');

/** A socket that has asked for parties. */
type PartySocket = { guest: Guest; controls: Bucket; pointers: Bucket };

type Answer = (from: PartySocket, input: unknown) => unknown;

/** The `party:` events. */
export function partyEvents({ desk, clock }: { desk: PartyDesk; clock: Clock }): ClientEvents {
  /** By the ids of the sockets. */
  const known = new Map<string, PartySocket>();

  function open(socket: Socket): PartySocket {
    const guest: Guest = {
      socketId: socket.id,
      userId: sessionOf(socket).account.id,
      isConnected: () => socket.connected,
      probe: (partyId, patience) => socket.timeout(patience).emitWithAck('party:probe', { partyId }),
    };
    const now = clock.monotonic();
    const controls = fullBucket(partyLimits.controls, now);
    const opened = { guest, controls, pointers: fullBucket(partyLimits.pointers, now) };
    known.set(socket.id, opened);
    return opened;
  }

  const mayControl = ({ controls }: PartySocket) =>
    takeFrom(controls, partyLimits.controls, clock.monotonic());
  const mayPoint = ({ pointers }: PartySocket) => takeFrom(pointers, partyLimits.pointers, clock.monotonic());

  const answers: Record<string, Answer> = {
    'party:list': parsed(listPartiesSchema, ({ guest }) => desk.ask(guest, { method: 'list' })),
    'party:start': parsed(startPartySchema, (from, input) =>
      mayControl(from) ? desk.ask(from.guest, { method: 'start', input }) : tooFast,
    ),
    'party:join': parsed(joinPartySchema, (from, { partyId }) =>
      mayControl(from) ? desk.ask(from.guest, { method: 'join', partyId }) : tooFast,
    ),
    'party:leave': parsed(leavePartySchema, ({ guest }) => desk.ask(guest, { method: 'leave' })),
    'party:control': parsed(controlPartySchema, (from, { partyId, control }) =>
      mayControl(from) ? desk.ask(from.guest, { method: 'control', partyId, control }) : tooFast,
    ),
    'party:point': parsed(pointPartySchema, (from, { partyId, seconds }) =>
      // That somebody stopped pointing must get through.
      mayPoint(from) || seconds === null
        ? desk.ask(from.guest, { method: 'point', partyId, seconds })
        : tooFast,
    ),
    'party:clock': parsed(partyClockSchema, ({ guest }, { delay }) =>
      desk.ask(guest, { method: 'clock', delay }),
    ),
  };

  return {
    answers: Object.fromEntries(
      Object.entries(answers).map(([name, answer]) => [
        name,
        async (socket: Socket, input: unknown) => answer(known.get(socket.id) ?? open(socket), input),
      ]),
    ),
    gone({ id }) {
      const gone = known.get(id);
      known.delete(id);
      if (gone) desk.gone(gone.guest);
    },
  };
}

function parsed<Schema extends z.ZodType>(
  schema: Schema,
  answer: (from: PartySocket, input: z.output<Schema>) => unknown,
): Answer {
  return (from, input) => {
    const read = parseInput(schema, input);
    return read.ok ? answer(from, read.data) : read;
  };
}
