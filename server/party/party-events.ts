import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import type * as z from 'zod';
import type { Clock } from '../../common/clock.ts';
import {
  controlPartySchema,
  joinPartySchema,
  leavePartySchema,
  listPartiesSchema,
  type PartyClockAnswer,
  partyClockSchema,
  pointPartySchema,
  startPartySchema,
} from '../../protocol/wire/party.ts';
import { failure, parseInput } from '../failure.ts';
import { acknowledged } from '../realtime/acknowledged.ts';
import { createBucket } from '../realtime/bucket.ts';
import type { Parties } from './parties.ts';
import { partyLimits } from './party-limits.ts';
import type { Guest } from './running-parties.ts';

const tooFast = failure('rate-limited', 'That was too fast. Try again in a moment.');

/** The `party:` events of one socket. */
export function handlePartyEvents(
  socket: Socket,
  userId: string,
  parts: { parties: Parties; clock: Clock; log: Logger },
): void {
  const { parties, clock, log } = parts;
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

  on('party:list', listPartiesSchema, async () => ({ ok: true, parties: await parties.list(userId) }));
  on('party:start', startPartySchema, (input) => (controls.take() ? parties.start(guest, input) : tooFast));
  on('party:join', joinPartySchema, ({ partyId }) =>
    controls.take() ? parties.join(guest, partyId) : tooFast,
  );
  on('party:leave', leavePartySchema, () => {
    parties.leave(socket.id);
    return { ok: true };
  });
  on('party:control', controlPartySchema, ({ partyId, control }) =>
    controls.take() ? parties.control(guest, partyId, control) : tooFast,
  );
  on('party:point', pointPartySchema, ({ partyId, seconds }) =>
    // That somebody stopped pointing must get through.
    pointers.take() || seconds === null ? parties.point(guest, partyId, seconds) : tooFast,
  );
  on('party:clock', partyClockSchema, ({ delay }): PartyClockAnswer => {
    if (delay !== undefined) parties.noteDelay(socket.id, delay);
    return { ok: true, at: clock.monotonic(), partyId: parties.partyOf(socket.id) };
  });
  socket.on('disconnect', () => parties.leave(socket.id));
}
