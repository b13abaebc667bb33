import * as z from 'zod';
import { errorKindSchema } from './error.ts';
import { idSchema } from './id.ts';
import { openEnum } from './open-enum.ts';

/**
 * Listening parties: several members hear one sound of their project at the same moment. A party lives in the server's
 * memory while somebody is in it, and is never stored.
 */

/** A moment of a sound, in seconds. */
const momentSchema = z.number().min(0).max(86_400);

/** In seconds. */
export const shortestPartyLoop = 0.02;
export const partyLoopSchema = z
  .object({ from: momentSchema, to: momentSchema })
  .refine(({ from, to }) => to - from >= shortestPartyLoop, 'is too short');
export type PartyLoop = z.infer<typeof partyLoopSchema>;

/** The sound of a party and those who hear it. `listenerIds`: each person once, in the order they joined; nobody: the party is over. */
export const partySchema = z.object({
  id: idSchema,
  projectId: idSchema,
  fileId: idSchema,
  startedBy: idSchema,
  listenerIds: z.array(idSchema),
});
export type Party = z.infer<typeof partySchema>;

/**
 * How the sound plays from `at` on, a moment of the server's own clock in milliseconds (`party:clock`). Until then the
 * state before holds, so that everyone turns to this one together. While it plays, `position` is the moment of the sound
 * at `at`, in seconds. Of two states the one with the higher `seq` is valid. `by` is the person who asked for it.
 */
export const partyStateSchema = z.object({
  partyId: idSchema,
  seq: z.number().int().positive(),
  by: idSchema,
  at: z.number(),
  fileId: idSchema,
  isPlaying: z.boolean(),
  position: momentSchema,
  loop: partyLoopSchema.nullable(),
});
export type PartyState = z.infer<typeof partyStateSchema>;

/** Client → server. The server applies controls in the order in which they arrive, whoever sends them. */
export const partyControlSchema = z.discriminatedUnion('kind', [
  /** From where it was paused, or from that position. */
  z.object({ kind: z.literal('play'), position: momentSchema.optional() }),
  z.object({ kind: z.literal('pause') }),
  z.object({ kind: z.literal('seek'), position: momentSchema }),
  /** Another sound of the project, without a loop. */
  z.object({
    kind: z.literal('open'),
    fileId: idSchema,
    position: momentSchema,
    isPlaying: z.boolean(),
  }),
  /** Another version, at the same moment of the music: that many seconds later in it than in the one before. */
  z.object({ kind: z.literal('switch'), fileId: idSchema, shift: z.number().min(-86_400).max(86_400) }),
  z.object({ kind: z.literal('loop'), loop: partyLoopSchema.nullable() }),
]);
export type PartyControl = z.infer<typeof partyControlSchema>;

export const startPartySchema = z.object({
  projectId: idSchema,
  fileId: idSchema,
  position: momentSchema,
  isPlaying: z.boolean(),
  loop: partyLoopSchema.nullable(),
});
export type StartParty = z.infer<typeof startPartySchema>;
export const joinPartySchema = z.object({ partyId: idSchema });
export const leavePartySchema = z.object({});
export const controlPartySchema = z.object({ partyId: idSchema, control: partyControlSchema });
/** Where the listener points at the waveform; null: nowhere any more. */
export const pointPartySchema = z.object({ partyId: idSchema, seconds: momentSchema.nullable() });
/** `delay`: how long the server's messages take to arrive at most, in milliseconds, as far as the client knows. */
export const partyClockSchema = z.object({ delay: z.number().min(0).max(60_000).optional() });
export const listPartiesSchema = z.object({});

/** The form of every refusal. */
const refusedSchema = z.object({
  ok: z.literal(false),
  kind: openEnum(errorKindSchema),
  message: z.string(),
});
/** Answer to `party:start` and `party:join`. */
export const partyAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), party: partySchema, state: partyStateSchema }),
  refusedSchema,
]);
export type PartyAnswer = z.infer<typeof partyAnswerSchema>;
/** Answer to `party:leave`, `party:control` and `party:point`. */
export const partyDoneSchema = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true) }), refusedSchema]);
export type PartyDone = z.infer<typeof partyDoneSchema>;
/**
 * Answer to `party:clock`: the server's own clock in milliseconds, of which only differences mean anything, and the party
 * that this socket is in.
 */
export const partyClockAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), at: z.number(), partyId: idSchema.nullable() }),
  refusedSchema,
]);
export type PartyClockAnswer = z.infer<typeof partyClockAnswerSchema>;
/** Answer to `party:list`: the parties in all projects of the caller. */
export const partyListAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), parties: z.array(partySchema) }),
  refusedSchema,
]);

/** Server → client, all ephemeral. */
export const partyEventSchemas = {
  /** To all members: a party began, ended, or has other listeners or another sound. */
  'party:changed': partySchema,
  /** To those who listen. */
  'party:state': partyStateSchema,
  /** To the others who listen: one of them points at the waveform of that sound. */
  'party:pointer': z.object({
    partyId: idSchema,
    userId: idSchema,
    fileId: idSchema,
    seconds: momentSchema.nullable(),
  }),
  /** To one who listens, who acknowledges it, or counts as gone. */
  'party:probe': z.object({ partyId: idSchema }),
} as const;
export type PartyPointer = z.infer<(typeof partyEventSchemas)['party:pointer']>;
