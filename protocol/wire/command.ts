import * as z from 'zod';
import { activityIdsSchema } from './activity.ts';
import { conversationSchema, messageSchema, messageTextSchema } from './chat.ts';
import { commentSchema, commentTextSchema, momentSchema, replySchema } from './comment.ts';
import { cutSchema } from './cut.ts';
import { type ErrorKind, errorKindSchema, knownKind } from './error.ts';
import { type Position, positionSchema } from './event.ts';
import { idSchema, nameSchema } from './id.ts';
import { invitationSchema, memberRoleSchema, memberSchema } from './member.ts';
import { openEnum } from './open-enum.ts';
import { projectSchema } from './project.ts';
import { vibeSchema } from './vibe.ts';

const descriptionSchema = z.string().trim().max(2000, 'must be 2,000 characters at most');
const nothing = z.object({});

/**
 * Each change a client can ask for: the payload it sends and the result it gets.
 *
 * Ids named `id` in a `*.create` are made by the client (`newId`), so the same command sent twice names the same
 * thing. HTTP routes of wire §2 are doors onto these.
 */
export const commandSchemas = {
  'project.create': {
    payload: z.object({ id: idSchema, name: nameSchema, description: descriptionSchema.optional() }),
    result: projectSchema,
  },
  'project.update': {
    payload: z.object({
      id: idSchema,
      name: nameSchema.optional(),
      description: descriptionSchema.nullable().optional(),
    }),
    result: projectSchema,
  },
  'project.delete': { payload: z.object({ id: idSchema }), result: nothing },
  'project.invite': {
    payload: z.object({ id: idSchema, projectId: idSchema, email: z.email(), role: memberRoleSchema }),
    result: invitationSchema,
  },
  'invitation.accept': { payload: z.object({ token: z.string().min(1).max(200) }), result: memberSchema },
  /** Admins remove anyone; everyone may remove themselves. The last admin can't go. */
  'member.remove': { payload: z.object({ projectId: idSchema, userId: idSchema }), result: nothing },
  'vibe.create': {
    payload: z.object({ id: idSchema, projectId: idSchema, name: nameSchema }),
    result: vibeSchema,
  },
  'vibe.update': { payload: z.object({ id: idSchema, name: nameSchema }), result: vibeSchema },
  /** Deletes the vibe with its cuts and their files. */
  'vibe.delete': { payload: z.object({ id: idSchema }), result: nothing },
  /** `vibeIds` names every vibe of the project once; another set is refused as `conflict`. */
  'vibe.reorder': {
    payload: z.object({ projectId: idSchema, vibeIds: z.array(idSchema).min(1) }),
    result: nothing,
  },
  'cut.create': {
    payload: z.object({ id: idSchema, vibeId: idSchema, name: nameSchema }),
    result: cutSchema,
  },
  'cut.update': { payload: z.object({ id: idSchema, name: nameSchema }), result: cutSchema },
  'cut.delete': { payload: z.object({ id: idSchema }), result: nothing },
  /** Moves to the end of another vibe of the same project. To the vibe it is in: nothing happens, no event. */
  'cut.move': { payload: z.object({ id: idSchema, targetVibeId: idSchema }), result: cutSchema },
  'file.delete': { payload: z.object({ id: idSchema }), result: nothing },
  /** A `fileId` that is not (or no longer) in the cut is taken as null, so that a remark made offline is never lost. */
  'comment.create': {
    payload: z.object({
      id: idSchema,
      cutId: idSchema,
      text: commentTextSchema,
      timestamp: momentSchema,
      fileId: idSchema.nullable().optional(),
    }),
    result: commentSchema,
  },
  /** Only its author may. What is left out stays as it is. */
  'comment.update': {
    payload: z.object({
      id: idSchema,
      text: commentTextSchema.optional(),
      timestamp: momentSchema.optional(),
    }),
    result: commentSchema,
  },
  /** With its replies; its author or an admin. */
  'comment.delete': { payload: z.object({ id: idSchema }), result: nothing },
  'reply.create': {
    payload: z.object({ id: idSchema, commentId: idSchema, text: commentTextSchema }),
    result: replySchema,
  },
  /** Its author or an admin. */
  'reply.delete': { payload: z.object({ id: idSchema }), result: nothing },
  'notification.read': { payload: z.object({ id: idSchema }), result: nothing },
  /** `upTo`: the newest one seen, so that what comes before a queued command is sent stays unread. Without it: all. */
  'notification.readAll': { payload: z.object({ upTo: idSchema.optional() }), result: nothing },

  /** Off the caller's own feed, on all their devices. What isn't theirs to see is passed over; nothing else: `not-found`. */
  'activity.dismiss': { payload: activityIdsSchema, result: nothing },
  'activity.undismiss': { payload: activityIdsSchema, result: nothing },
  /**
   * All, or those of one project. `upTo`: the newest one seen, so that what comes before a queued command is sent stays.
   * `dismissed`: those that were not before.
   */
  'activity.dismissAll': {
    payload: z.object({ projectId: idSchema.optional(), upTo: idSchema.optional() }),
    result: z.object({ dismissed: z.array(idSchema) }),
  },

  /**
   * The conversation with that person: the one there is, or a new one (of this id, if given). Only who shares a project
   * with them may begin one; whoever has one may open it for ever.
   */
  'conversation.open': {
    payload: z.object({ id: idSchema.optional(), userId: idSchema }),
    result: conversationSchema,
  },
  /**
   * `forbidden` when the two no longer share a project; `rate-limited` over 120 within a minute. With a `userId` it is
   * to that person, whatever `conversationId` says: into the conversation with them or, if there is none, a new one of
   * that id. So a first message can be written with no network.
   */
  'message.send': {
    payload: z.object({
      id: idSchema,
      conversationId: idSchema,
      userId: idSchema.optional(),
      text: messageTextSchema,
    }),
    result: messageSchema,
  },
  /**
   * The caller has read up to that message of either (its id), or all. Never goes back. The other one and the caller's
   * other devices are told (`chat:read`) when nothing is left unread.
   */
  'conversation.read': {
    payload: z.object({ conversationId: idSchema, upTo: idSchema.optional() }),
    result: conversationSchema,
  },
} as const;

export type CommandKind = keyof typeof commandSchemas;
export type CommandPayload<Kind extends CommandKind> = z.infer<(typeof commandSchemas)[Kind]['payload']>;
export type CommandResult<Kind extends CommandKind> = z.infer<(typeof commandSchemas)[Kind]['result']>;

/** A command's kind and payload, discriminated by kind. */
export type Command = { [Kind in CommandKind]: { kind: Kind; payload: CommandPayload<Kind> } }[CommandKind];

export function isCommandKind(kind: string): kind is CommandKind {
  return Object.hasOwn(commandSchemas, kind);
}

/** Largest command a client may queue and the server takes, in bytes of JSON: bigger ones never get through a socket. */
export const maximumCommandBytes = 64 * 1024;

/**
 * `POST /api/commands`: up to 100 in order. `operationId` is made by the client once for each intent; the same one
 * again returns the stored answer and changes nothing, after any time: once the server keeps the answer no more
 * (90 days unless it was set otherwise), what was applied is answered `ok` with a `result` of null.
 */
export const commandBatchSchema = z.object({
  operations: z
    .array(z.object({ operationId: idSchema, kind: z.string(), payload: z.unknown() }))
    .min(1)
    .max(100),
});
export type CommandBatch = z.infer<typeof commandBatchSchema>;

/**
 * `positions`: where in the log the operation's events are, in order, on the topics that its sender may read (the
 * project's and their own, never another person's). A client that has applied the log this far shows the effect.
 * Empty if nothing changed; absent if unknown (answers stored before version 9, or no longer kept).
 */
export const commandAnswerSchema = z.discriminatedUnion('ok', [
  z.object({
    operationId: idSchema,
    ok: z.literal(true),
    result: z.unknown(),
    /** A later version may name topics of other kinds. */
    positions: z.array(positionSchema.extend({ topic: z.string() })).optional(),
  }),
  z.object({
    operationId: idSchema,
    ok: z.literal(false),
    kind: openEnum(errorKindSchema),
    message: z.string(),
    /** Of the kind, for a client that doesn't know it (`knownKind`). */
    statusCode: z.number().int().optional(),
  }),
]);
type WireCommandAnswer = z.infer<typeof commandAnswerSchema>;
export type CommandAnswer =
  | { operationId: string; ok: true; result: unknown; positions?: Position[] | undefined }
  | { operationId: string; ok: false; kind: ErrorKind; message: string };

/**
 * An answer as a client reads it: without positions on topics that this version doesn't know, and with the known kind
 * of the same status for a kind of a later version.
 */
export function readCommandAnswer(answer: WireCommandAnswer): CommandAnswer {
  if (!answer.ok) return { ...answer, kind: knownKind(answer.kind, answer.statusCode) };
  const positions = answer.positions?.flatMap((one) => positionSchema.safeParse(one).data ?? []);
  return { ...answer, positions };
}

/** One answer for each operation, in the same order. A refused one doesn't stop those after it. */
export const commandBatchAnswerSchema = z.object({ answers: z.array(commandAnswerSchema) });
export type CommandBatchAnswer = z.infer<typeof commandBatchAnswerSchema>;
