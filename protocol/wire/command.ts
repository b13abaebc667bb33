import * as z from 'zod';
import { activityIdsSchema } from './activity.ts';
import {
  commentSchema,
  commentTextSchema,
  momentSchema,
  mostMentions,
  reactionKindSchema,
  replySchema,
} from './comment.ts';
import { cutSchema } from './cut.ts';
import { fileCommandSchemas } from './file-commands.ts';
import { idSchema, nameSchema } from './id.ts';
import { invitationSchema, memberRoleSchema, memberSchema } from './member.ts';
import { musicSchema } from './music.ts';
import { pictureSchema } from './picture.ts';
import { projectSchema } from './project.ts';
import { talkCommandSchemas } from './talk-commands.ts';
import { vibeSchema, vibeWithCutsSchema } from './vibe.ts';

const descriptionSchema = z.string().trim().max(2000, 'must be at most 2,000 characters');
const nothing = z.object({});
const mentionsSchema = z.array(idSchema).max(mostMentions);

/**
 * Every change a client can ask for: its payload and its result.
 *
 * The client makes the `id` of a `*.create`, so a command sent twice names the same thing. The documented HTTP routes
 * run these commands too.
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
      /** Null: it has none any more. */
      picture: pictureSchema.nullable().optional(),
    }),
    result: projectSchema,
  },
  /** Only for the owner. For 30 days (by default), `project.restore` brings it back. */
  'project.delete': { payload: z.object({ id: idSchema }), result: nothing },
  /** For who owned it: it is back as it was, for everybody who was in it. Restoring a project that is there changes nothing. */
  'project.restore': { payload: z.object({ id: idSchema }), result: projectSchema },
  /** The owner makes another member the owner, and so an admin, and stays an admin. */
  'project.transfer': { payload: z.object({ id: idSchema, userId: idSchema }), result: memberSchema },
  'project.invite': {
    /**
     * Without `email`: for anyone who has the link, who becomes no admin. `mostUses`, of such a link: so many people may join; by
     * default ten. `days`: how long it is good; by default 14, and 7 for a link.
     */
    payload: z.object({
      ...{ id: idSchema, projectId: idSchema, role: memberRoleSchema, email: z.email().optional() },
      days: z.number().int().min(1).max(30).optional(),
      mostUses: z.number().int().min(1).max(100).optional(),
    }),
    result: invitationSchema,
  },
  'invitation.accept': { payload: z.object({ token: z.string().min(1).max(200) }), result: memberSchema },
  /** Ends an invitation that nobody has accepted, and takes its notification back. */
  'invitation.revoke': { payload: z.object({ id: idSchema }), result: nothing },
  /** Admins may remove anyone but the owner, and everyone but the owner themselves. */
  'member.remove': { payload: z.object({ projectId: idSchema, userId: idSchema }), result: nothing },
  /** An admin gives anyone but the owner another role. The role they have already changes nothing and makes no event. */
  'member.setRole': {
    payload: z.object({ projectId: idSchema, userId: idSchema, role: memberRoleSchema }),
    result: memberSchema,
  },
  'vibe.create': {
    payload: z.object({ id: idSchema, projectId: idSchema, name: nameSchema }),
    result: vibeSchema,
  },
  'vibe.update': {
    payload: z
      .object({ id: idSchema, name: nameSchema.optional(), picture: pictureSchema.nullable().optional() })
      .refine(({ name, picture }) => name !== undefined || picture !== undefined, {
        path: ['name'],
        message: 'is required',
      }),
    result: vibeSchema,
  },
  /**
   * Deletes the vibe with its cuts and their files. `vibe.restore` brings them back, `cut.restore` a cut alone.
   * `onlyIfEmpty`: any member may, nothing happens if it has a cut, and it comes back with the undo of what emptied it.
   */
  'vibe.delete': {
    payload: z.object({ id: idSchema, onlyIfEmpty: z.literal(true).optional() }),
    result: nothing,
  },
  /**
   * Brings a deleted vibe back to its place, with the cuts that were deleted with it. Restoring one that is there changes
   * nothing. `projectId`: where it was, by which an app keeps the order of its changes.
   */
  'vibe.restore': {
    payload: z.object({ id: idSchema, projectId: idSchema.optional() }),
    result: vibeWithCutsSchema,
  },
  /** `vibeIds` names every vibe of the project once; anything else is refused as `conflict`. */
  'vibe.reorder': {
    payload: z.object({ projectId: idSchema, vibeIds: z.array(idSchema).min(1) }),
    result: nothing,
  },
  'cut.create': {
    payload: z.object({ id: idSchema, vibeId: idSchema, name: nameSchema }),
    result: cutSchema,
  },
  'cut.update': { payload: z.object({ id: idSchema, name: nameSchema }), result: cutSchema },
  /** Any member enters tempo, key and sections. What is left out is unknown from then on. */
  'cut.describe': { payload: z.object({ id: idSchema, music: musicSchema }), result: cutSchema },
  /** Deletes the cut with its files and comments. For 30 days (by default), `cut.restore` brings it back. */
  'cut.delete': { payload: z.object({ id: idSchema }), result: nothing },
  /**
   * Brings a deleted cut back with its files, comments and links, into its vibe or, if that is gone, the vibe of its song or
   * one of that name. Restoring a cut that is there changes nothing and makes no event. If another cut gets the bounces
   * of its song by now, that one keeps getting them.
   */
  'cut.restore': { payload: z.object({ id: idSchema }), result: cutSchema },
  /** Moves a cut to the end of another vibe of its project. Moving it to its own vibe changes nothing and makes no event. */
  'cut.move': { payload: z.object({ id: idSchema, targetVibeId: idSchema }), result: cutSchema },
  /**
   * Moves everything of a cut into another one of its project: files, comments, notifications. The merged id stays valid
   * for uploads, commands and links. Its files come without their `order`, by age after those that the other cut ranks. Merging a cut into itself changes nothing and makes no event.
   */
  'cut.merge': { payload: z.object({ id: idSchema, targetCutId: idSchema }), result: cutSchema },
  /**
   * Moves files of a cut, with their stems and the comments made on them, and `commentIds` into a new cut with this id,
   * at the end of `vibeId` (default: the vibe of `cutId`). Files and comments that are no longer in the cut are skipped. With
   * the id of a cut that was merged into `cutId`, that cut comes back: this undoes a merge, and without `commentIds` its
   * comments come back too. `stemIds`: more files of the cut, of which sound becomes versions. In a new cut without a
   * version, all stems that are sound become versions. Several that become versions are ordered by their names.
   */
  'cut.split': {
    payload: z.object({
      id: idSchema,
      cutId: idSchema,
      name: nameSchema,
      vibeId: idSchema.optional(),
      fileIds: z.array(idSchema).max(1000),
      commentIds: z.array(idSchema).max(1000).optional(),
      stemIds: z.array(idSchema).max(1000).optional(),
    }),
    result: cutSchema,
  },
  /**
   * Names each version of the cut once, in its new order; anything else is a `conflict`. Undone by the former order.
   * Versions that are added later come after them. By the id of a merged cut, orders the versions that it had, in the
   * places that they have among the others.
   */
  'cut.reorder': {
    payload: z.object({ id: idSchema, fileIds: z.array(idSchema).min(1) }),
    result: cutSchema,
  },
  ...fileCommandSchemas,
  /**
   * A `fileId` that is not in the cut counts as null, so a comment made offline is never lost. An `endTimestamp` before
   * `timestamp` is `invalid`. `mentions`: the members that the text names; those who are none are skipped. Without it,
   * every `@` that is followed by a member's name names that member. `messageId`: the message of the room that it is made
   * from; one that is not in the project's room counts as none.
   */
  'comment.create': {
    payload: z.object({
      id: idSchema,
      cutId: idSchema,
      text: commentTextSchema,
      timestamp: momentSchema,
      endTimestamp: momentSchema.optional(),
      fileId: idSchema.nullable().optional(),
      mentions: mentionsSchema.optional(),
      messageId: idSchema.optional(),
    }),
    result: commentSchema,
  },
  /**
   * Only for its author. Fields that are left out don't change, except that a new text without `mentions` names whom it
   * says. An `endTimestamp` of null makes a range a moment. Only people who were not mentioned before are notified.
   */
  'comment.update': {
    payload: z.object({
      id: idSchema,
      text: commentTextSchema.optional(),
      timestamp: momentSchema.optional(),
      endTimestamp: momentSchema.nullable().optional(),
      mentions: mentionsSchema.optional(),
    }),
    result: commentSchema,
  },
  /** For any member. Resolving a resolved comment changes nothing and makes no event. */
  'comment.resolve': { payload: z.object({ id: idSchema }), result: commentSchema },
  'comment.reopen': { payload: z.object({ id: idSchema }), result: commentSchema },
  /** Gives a reaction, or takes it back. */
  'comment.react': {
    payload: z.object({ id: idSchema, reaction: reactionKindSchema, isGiven: z.boolean() }),
    result: commentSchema,
  },
  /** Deletes its replies too. For its author or an admin. */
  'comment.delete': { payload: z.object({ id: idSchema }), result: nothing },
  'reply.create': {
    payload: z.object({
      id: idSchema,
      commentId: idSchema,
      text: commentTextSchema,
      mentions: mentionsSchema.optional(),
    }),
    result: replySchema,
  },
  /** Only for its author. Without `mentions` it names whom it says. Only people who were not mentioned before are notified. */
  'reply.update': {
    payload: z.object({ id: idSchema, text: commentTextSchema, mentions: mentionsSchema.optional() }),
    result: replySchema,
  },
  /** Gives a reaction, or takes it back. */
  'reply.react': {
    payload: z.object({ id: idSchema, reaction: reactionKindSchema, isGiven: z.boolean() }),
    result: replySchema,
  },
  /** For its author or an admin. */
  'reply.delete': { payload: z.object({ id: idSchema }), result: nothing },
  'notification.read': { payload: z.object({ id: idSchema }), result: nothing },
  /** `upTo`: the newest one seen, so notifications that arrive while the command is queued stay unread. Without it: all. */
  'notification.readAll': { payload: z.object({ upTo: idSchema.optional() }), result: nothing },

  /** Removes activities from the caller's own feed, on all their devices. Ids they may not see are skipped; if none is left: `not-found`. */
  'activity.dismiss': { payload: activityIdsSchema, result: nothing },
  'activity.undismiss': { payload: activityIdsSchema, result: nothing },
  /**
   * All, or those of one project. `upTo`: the newest one seen, so activities that arrive while the command is queued stay.
   * `dismissed`: the ids that this command dismissed.
   */
  'activity.dismissAll': {
    payload: z.object({ projectId: idSchema.optional(), upTo: idSchema.optional() }),
    result: z.object({ dismissed: z.array(idSchema) }),
  },

  ...talkCommandSchemas,
} as const;

export type CommandKind = keyof typeof commandSchemas;
export type CommandPayload<Kind extends CommandKind> = z.infer<(typeof commandSchemas)[Kind]['payload']>;
export type CommandResult<Kind extends CommandKind> = z.infer<(typeof commandSchemas)[Kind]['result']>;

/** A command's kind and payload, discriminated by kind. */
export type Command = { [Kind in CommandKind]: { kind: Kind; payload: CommandPayload<Kind> } }[CommandKind];

export function isCommandKind(kind: string): kind is CommandKind {
  return Object.hasOwn(commandSchemas, kind);
}
