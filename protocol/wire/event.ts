import * as z from 'zod';
import { activityIdsSchema, activitySchema } from './activity.ts';
import { currentAnnouncementSchema } from './announcement.ts';
import { projectAttentionSchema, quietHoursSchema } from './attention.ts';
import { messageSchema } from './chat.ts';
import { commentSchema, momentSchema, reactionSchema, replySchema } from './comment.ts';
import { cutSchema } from './cut.ts';
import { approvalSchema, fileSchema, loudnessSchema } from './file.ts';
import { idSchema, timestampSchema } from './id.ts';
import { memberSchema } from './member.ts';
import { musicSchema } from './music.ts';
import { notificationSchema } from './notification.ts';
import { openEnum } from './open-enum.ts';
import { partyEventSchemas } from './party.ts';
import { filePeaksSchema } from './peaks.ts';
import { projectSchema } from './project.ts';
import { messagePointSchema, roomMessageSchema } from './room-message.ts';
import { startedSessionSchema } from './session.ts';
import { topicSchema } from './topic.ts';
import { personSchema } from './user.ts';
import { vibeSchema } from './vibe.ts';

/**
 * Events that change what a client shows. They are kept in the log; each takes its topic's next `seq`.
 *
 * The first block is the documented interface (docs/protocol.md, “Events”). A cache needs the second block too, to
 * become equal to the server. The payload is the first argument of the Socket.IO event; its position (`{ topic, seq }`)
 * is the second.
 */
export const loggedEventSchemas = {
  'file:uploaded': fileSchema,
  'comment:created': commentSchema,
  'comment:reply': replySchema,
  'cut:created': cutSchema,
  'cut:moved': z.object({ cutId: idSchema, fromVibeId: idSchema, toVibeId: idSchema }),
  'cut:deleted': z.object({ cutId: idSchema }),
  'vibe:created': vibeSchema,
  'activity:new': activitySchema,
  'member:joined': memberSchema,
  'notification:new': notificationSchema,
  'chat:message': messageSchema,
  /** `readBy` (a user id) has read everything that the conversation holds at this position of the log. */
  'chat:read': z.object({ conversationId: idSchema, readBy: idSchema }),

  'project:updated': projectSchema.pick({ id: true, name: true, description: true, imageUrl: true }),
  'project:deleted': z.object({ projectId: idSchema }),
  /** On the user's own topic: this project joined or left their list. */
  'project:joined': z.object({ projectId: idSchema }),
  'project:left': z.object({ projectId: idSchema }),
  'vibe:updated': vibeSchema,
  'vibe:deleted': z.object({ vibeId: idSchema }),
  'vibes:reordered': z.object({ projectId: idSchema, vibeIds: z.array(idSchema) }),
  /** `title` and `alternate` only when the song of the cut has become known. */
  'cut:updated': cutSchema.pick({ name: true, title: true, alternate: true }).extend({ cutId: idSchema }),
  /** A deleted cut is back with its files; its comments, which `commentCount` counts, have to be read again. */
  'cut:restored': cutSchema,
  /** All facts about its music that somebody has entered, from now on. */
  'cut:described': z.object({ cutId: idSchema, music: musicSchema }),
  /** Everything of `cutId` is in `intoCutId` now. */
  'cut:merged': z.object({ cutId: idSchema, intoCutId: idSchema }),
  /** `cut` is new, with its files and the number of its comments; both were in `fromCutId`. */
  'cut:split': z.object({
    cut: cutSchema,
    fromCutId: idSchema,
    fileIds: z.array(idSchema),
    commentIds: z.array(idSchema),
  }),
  /**
   * The file is in another cut, with its stems (`stemIds`; absent if it has none) and the comments made on them, which
   * `commentCount` counts. `order` and `versionId` are those of the file from now on, and so is `type`, without which it
   * stays of its type. The stems of what becomes a stem belong to `versionId` too.
   */
  'file:moved': z.object({
    fileId: idSchema,
    fromCutId: idSchema,
    toCutId: idSchema,
    commentCount: z.number().int().nonnegative(),
    stemIds: z.array(idSchema).optional(),
    order: z.number().int().optional(),
    versionId: idSchema.optional(),
    type: z.enum(['CUT', 'STEM']).optional(),
  }),
  'file:deleted': z.object({ fileId: idSchema, cutId: idSchema }),
  /** A deleted file is back in its cut. The comments and stems that it has again. */
  'file:restored': z.object({
    file: fileSchema,
    commentIds: z.array(idSchema),
    stemIds: z.array(idSchema),
  }),
  /** The label, note and version (of a stem) that a file has now. */
  'file:updated': z.object({
    fileId: idSchema,
    cutId: idSchema,
    label: z.string().nullable(),
    note: z.string().nullable(),
    versionId: idSchema.nullable(),
  }),
  /** All versions of a cut in their new order, which is their `order` from 0. */
  'files:reordered': z.object({ cutId: idSchema, fileIds: z.array(idSchema) }),
  /** The loudness of a file is known. */
  'file:measured': z.object({ fileId: idSchema, cutId: idSchema, loudness: loudnessSchema }),
  /** There is a compressed copy of a file, of this size in bytes. */
  'file:copied': z.object({ fileId: idSchema, cutId: idSchema, compressedSize: z.number().int().positive() }),
  /** A version was compared with the one before it, `to`. */
  'file:compared': z.object({ fileId: idSchema, cutId: idSchema, to: idSchema, summary: z.string() }),
  /** All approvals that this version has now. */
  'file:approved': z.object({ fileId: idSchema, cutId: idSchema, approvals: z.array(approvalSchema) }),
  'member:left': z.object({ projectId: idSchema, userId: idSchema }),
  /** The role of a member, and whether they own the project, from now on. */
  'member:updated': memberSchema,
  /**
   * Everything that can change in a comment, as it is from now on; a reaction too. Fields are absent only in events of
   * earlier versions, and change nothing then.
   */
  'comment:updated': commentSchema
    .pick({ cutId: true, text: true, timestamp: true, resolvedAt: true, resolvedBy: true })
    .extend({
      commentId: idSchema,
      endTimestamp: momentSchema.nullable().optional(),
      editedAt: timestampSchema.nullable().optional(),
      mentions: commentSchema.shape.mentions,
      reactions: commentSchema.shape.reactions,
    }),
  /** Everything that can change in a reply, as it is from now on; a reaction too. */
  'reply:updated': replySchema.pick({ cutId: true, commentId: true, text: true }).extend({
    replyId: idSchema,
    editedAt: timestampSchema.nullable(),
    mentions: z.array(idSchema),
    reactions: z.array(reactionSchema),
  }),
  'comment:deleted': z.object({ commentId: idSchema, cutId: idSchema }),
  'reply:deleted': z.object({ replyId: idSchema, commentId: idSchema, cutId: idSchema }),
  'notification:read': z.object({ notificationId: idSchema }),
  /** This notification and all earlier ones. */
  'notifications:read': z.object({ upTo: idSchema }),
  /** Notifications whose link names this cut, file, comment or reply are deleted with it. */
  'notifications:withdrawn': z.object({
    about: openEnum(z.enum(['cut', 'file', 'comment', 'reply'])),
    id: idSchema,
  }),
  /**
   * Notifications about what moved to another cut: of those that link to `fromCutId`, the ones with these `ids`. Without
   * `ids`, as servers before version 13 send it: those that link to one of these files or comments too, or all if both are
   * absent.
   */
  'notifications:moved': z.object({
    fromCutId: idSchema,
    toCutId: idSchema,
    toVibeId: idSchema,
    fileIds: z.array(idSchema).optional(),
    commentIds: z.array(idSchema).optional(),
    ids: z.array(idSchema).optional(),
  }),
  /** On the user's own topic: removed from their feed, or restored to it. */
  'activities:dismissed': activityIdsSchema,
  'activities:undismissed': activityIdsSchema,
  /** Somebody wrote in the project's room. */
  'room:message': roomMessageSchema,
  /** Everything that can change in a message of the room, as it is from now on. */
  'room:updated': z.object({
    projectId: idSchema,
    messageId: idSchema,
    reactions: z.array(reactionSchema),
    point: messagePointSchema.nullable(),
  }),
  /** On the user's own topic: their level of a project, or what they have not read of its room. */
  'attention:updated': projectAttentionSchema,
  /** On their own topic and those of their projects: the name and picture that a person has now. */
  'person:updated': personSchema,
  /** A new sign-in of this account. Other devices of its owner show it. */
  'session:started': startedSessionSchema,
  'quiet-hours:updated': z.object({ quietHours: quietHoursSchema.nullable() }),
} as const;

/** Ephemeral events: never stored, without `seq`, lost while the connection is down. */
export const ephemeralEventSchemas = {
  'chat:typing': z.object({ conversationId: idSchema, userId: idSchema, isTyping: z.boolean() }),
  'chat:presence': z.object({ userId: idSchema, isOnline: z.boolean() }),
  /** To the project. Not in the log: it changes nothing in a cache, and a client that missed it learns the same by asking. */
  'file:peaks': filePeaksSchema,
  /** To everybody who is connected: the operator's announcement, or null once it is taken back. */
  'server:announcement': currentAnnouncementSchema,
  ...partyEventSchemas,
} as const;

export type LoggedEventName = keyof typeof loggedEventSchemas;
export type EphemeralEventName = keyof typeof ephemeralEventSchemas;
export type LoggedEventPayload<Name extends LoggedEventName = LoggedEventName> = z.infer<
  (typeof loggedEventSchemas)[Name]
>;
export type EphemeralEventPayload<Name extends EphemeralEventName> = z.infer<
  (typeof ephemeralEventSchemas)[Name]
>;

/** The position of an event: the `seq`-th of its topic, counted from 1 without gaps. */
export const positionSchema = z.object({ topic: topicSchema, seq: z.number().int().positive() });
export type Position = z.infer<typeof positionSchema>;

/** An event's name and payload, discriminated by name. */
export type NamedEvent = {
  [Name in LoggedEventName]: { name: Name; payload: LoggedEventPayload<Name> };
}[LoggedEventName];

/** One parsed row of the log, from `GET /api/sync` or from a socket. */
export type LoggedEvent = NamedEvent & Position & { at: string };

const logRowSchema = z.object({
  topic: topicSchema,
  seq: z.number().int().positive(),
  name: z.string(),
  payload: z.unknown(),
  at: timestampSchema,
});

/**
 * Parses one log row. A name this version doesn't know gives `{ unknown: true }` with its position: the reader
 * moves its cursor past it and shows nothing, so an older client survives a newer server.
 */
export function parseLoggedEvent(row: unknown): LoggedEvent | (Position & { unknown: true; name: string }) {
  const parsed = logRowSchema.parse(row);
  if (!isLoggedEventName(parsed.name))
    return { unknown: true, topic: parsed.topic, seq: parsed.seq, name: parsed.name };
  const payload = loggedEventSchemas[parsed.name].parse(parsed.payload);
  return { ...parsed, payload } as LoggedEvent;
}

export function isLoggedEventName(name: string): name is LoggedEventName {
  return Object.hasOwn(loggedEventSchemas, name);
}
