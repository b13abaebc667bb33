import type { Logger } from 'pino';
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
import { acknowledged } from '../realtime/acknowledged.ts';
import { createBucket } from '../realtime/bucket.ts';
import type { PartyDesk } from './party-desk.ts';
import { partyLimits } from './party-limits.ts';
import type { Guest } from './running-parties.ts';

const tooFast = failure('rate-limited', 'That was too fast. Try again in a moment.');

/** The `party:` events of one socket. */
export function handlePartyEvents(
  socket: Socket,
  userId: string,
  parts: { desk: PartyDesk; clock: Clock; log: Logger },
): void {
  const { desk, clock, log } = parts;
  const controls = createBucket(clock, partyLimits.controls);
  const pointers = createBucket(clock, partyLimits.pointers);
  const guest: Guest = {
    socketId: socket.id,
    userId,
    isConnected: () => socket.connected,
    probe: (partyId, patience) => socket.timeout(patience).emitWithAck('party:probe', { partyId }),
  };

  function on<Schema extends z.ZodType>(
    name: string,
    schema: Schema,
    answer: (input: z.output<Schema>) => unknown,
  ): void {
    socket.on(
      name,
      acknowledged(log, async (input) => {
        const parsed = parseInput(schema, input);
        return parsed.ok ? answer(parsed.data) : parsed;
      }),
    );
  }

  on('party:list', listPartiesSchema, () => desk.ask(guest, { method: 'list' }));
  on('party:start', startPartySchema, (input) =>
    controls.take() ? desk.ask(guest, { method: 'start', input }) : tooFast,
  );
  on('party:join', joinPartySchema, ({ partyId }) =>
    controls.take() ? desk.ask(guest, { method: 'join', partyId }) : tooFast,
  );
  on('party:leave', leavePartySchema, () => desk.ask(guest, { method: 'leave' }));
  on('party:control', controlPartySchema, ({ partyId, control }) =>
    controls.take() ? desk.ask(guest, { method: 'control', partyId, control }) : tooFast,
  );
  on('party:point', pointPartySchema, ({ partyId, seconds }) =>
    // That somebody stopped pointing must get through.
    pointers.take() || seconds === null ? desk.ask(guest, { method: 'point', partyId, seconds }) : tooFast,
  );
  on('party:clock', partyClockSchema, ({ delay }) => desk.ask(guest, { method: 'clock', delay }));
  socket.on('disconnect', () => desk.gone(guest));
}
