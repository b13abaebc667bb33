import * as z from 'zod';
import { activityIdsSchema, activitySchema } from '../wire/activity.ts';
import { conversationSchema, messageListSchema } from '../wire/chat.ts';
import { commentSchema } from '../wire/comment.ts';
import { storageSchema } from '../wire/file.ts';
import { idSchema } from '../wire/id.ts';
import { invitationSchema } from '../wire/member.ts';
import { notificationSchema } from '../wire/notification.ts';
import { projectSchema, projectSnapshotSchema } from '../wire/project.ts';
import { searchAnswerSchema, searchTextSchema } from '../wire/search.ts';
import { createdShareSchema, shareCreateSchema, shareSchema } from '../wire/share.ts';
import { bindingSchema, olderBounceSchema, routingSchema } from './binding.ts';
import { alertStateSchema, capabilitiesSchema } from './capabilities.ts';
import { connectionStateSchema } from './connection.ts';
import { knownBandmatesSchema } from './known-bandmate.ts';
import { cacheUsageSchema, pinSchema } from './media.ts';
import { noticeSchema } from './notice.ts';
import { openTargetSchema } from './open-target.ts';
import { pendingOperationSchema } from './outbox.ts';
import { sessionStateSchema, signInSchema, signUpSchema } from './session.ts';
import { accountSettingsSchema } from './settings.ts';
import { transferSchema } from './transfer.ts';

const nothing = z.null();
const byId = z.object({ id: idSchema });

/** Where dropped files go: onto a cut (new versions of it), or into a vibe or project as new cuts. */
export const dropTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cut'), projectId: idSchema, cutId: idSchema }),
  z.object({ kind: z.literal('vibe'), projectId: idSchema, vibeId: idSchema }),
  /** Into the vibe named after each song. */
  z.object({ kind: z.literal('project'), projectId: idSchema }),
]);
export type DropTarget = z.infer<typeof dropTargetSchema>;

/**
 * Everything the renderer can ask the main process for: `{ channel: { args, result } }`. `handle` in main/ipc and
 * `invoke` in preload are derived from this map; arguments are validated in main before a handler sees them.
 */
export const channelSchemas = {
  /** What the app needs to draw its first frame, in one call. */
  'app.start': {
    args: nothing,
    result: z.object({
      version: z.string(),
      platform: z.enum(['darwin', 'win32', 'linux']),
      capabilities: capabilitiesSchema,
      session: sessionStateSchema,
      connection: connectionStateSchema,
      /** The server this app was told to start with, to fill in the form. */
      suggestedServerUrl: z.string().nullable(),
      /** What a click outside (a link, a notification) wants shown first. Told once; later ones come as `app.open`. */
      open: openTargetSchema.nullable(),
    }),
  },
  'app.copyText': { args: z.object({ text: z.string().max(10_000) }), result: nothing },
  'app.showInFolder': { args: z.object({ transferId: idSchema }), result: nothing },
  'alerts.state': { args: nothing, result: alertStateSchema },
  /** Has the system ask the person, who must just have pressed something. Answers what they decided. */
  'alerts.ask': { args: nothing, result: alertStateSchema },

  'session.signIn': { args: signInSchema, result: sessionStateSchema },
  'session.signUp': { args: signUpSchema, result: sessionStateSchema },
  /**
   * Ends session, connection, watchers and transfers. What is queued stays on disk for this account and goes out after
   * its next sign-in here, so a page asks first when `outbox.list` or `transfers.list` has something that waits.
   */
  'session.signOut': { args: nothing, result: sessionStateSchema },
  'connection.retryNow': { args: nothing, result: nothing },

  /** From the cache at once; a `projects.changed` event follows if the server has newer. */
  'projects.list': { args: nothing, result: z.array(projectSchema) },
  'projects.read': { args: byId, result: projectSnapshotSchema },
  /** The user looks at a project: join its room; the renderer's SocketContext calls these as it navigates. */
  'projects.enter': { args: byId, result: nothing },
  'projects.leave': { args: byId, result: nothing },

  /**
   * What happened, newest first, without what was dismissed: in one project, or in all (`projectId` null). The newest
   * come from the cache at once and `activities.changed` follows if the server has others; those before `before` are
   * read from the server. The feed of all is live for those projects that are entered.
   */
  'activities.list': {
    args: z.object({
      projectId: idSchema.nullable(),
      before: idSchema.optional(),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    result: z.array(activitySchema),
  },
  /**
   * Each person dismisses for themselves, and their other devices follow. Durable like commands and answered at once;
   * the list follows as `activities.changed`.
   */
  'activities.dismiss': { args: activityIdsSchema, result: nothing },
  'activities.undismiss': { args: activityIdsSchema, result: nothing },
  /** All that is there now. Answers what is gone, which an undo undismisses; offline, as far as it is known here. */
  'activities.dismissAll': {
    args: z.object({ projectId: idSchema.nullable() }),
    result: z.object({ dismissed: z.array(idSchema) }),
  },

  /**
   * A cut's comments, by their moment. From the cache if they were ever read, so also with no network; events of the
   * project keep them (`applyCommentEvent`), and `comments.replaced` says when they are to be read again. To write
   * one: the command `comment.create`, and so for all other changes.
   */
  'comments.list': { args: z.object({ cutId: idSchema }), result: z.array(commentSchema) },

  /**
   * What the person may see, by its words, as the server finds it. While it is not reached, what is found among what is
   * held here (`isFromHere`): names, and the comments of cuts that were opened.
   */
  'search.query': {
    args: z.object({ text: searchTextSchema }),
    result: searchAnswerSchema.extend({ isFromHere: z.boolean() }),
  },

  /**
   * Links to a file for people without an account. All of these need the network: a link is only worth what the server
   * knows of it. The answer to `create` is the only one that has the link.
   */
  'shares.create': { args: shareCreateSchema.extend({ fileId: idSchema }), result: createdShareSchema },
  /** Those that are good now, newest first. */
  'shares.list': { args: z.object({ fileId: idSchema }), result: z.array(shareSchema) },
  'shares.revoke': { args: byId, result: nothing },

  /** The newest 200, newest first, as the person has left them: what they have read offline is read here. */
  'notifications.list': { args: nothing, result: z.array(notificationSchema) },
  /** Durable like commands, and answered at once; the list follows as `notifications.changed`. */
  'notifications.read': { args: byId, result: nothing },
  /** All that is in the list now. */
  'notifications.readAll': { args: nothing, result: nothing },

  /** The one written in last first; `unreadCount` as the person has left it, also offline. */
  'chat.conversations': { args: nothing, result: z.array(conversationSchema) },
  /**
   * The conversation with that person, made if there is none. Offline a first one is provisional: it has an id made
   * here, is in the list of conversations once something is written in it, and `message.send` takes that id like any
   * other. When it is confirmed its id may be another one, so a page finds it by its `participants`.
   */
  'chat.open': { args: z.object({ userId: idSchema }), result: conversationSchema },
  /**
   * The last `limit` messages, or the last before that one (its id), oldest first. Offline there may be fewer, and
   * still earlier ones (`hasEarlier`). Later ones come as events; to send one: the command `message.send`.
   */
  'chat.messages': {
    args: z.object({
      conversationId: idSchema,
      before: idSchema.optional(),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    result: z.object({ messages: messageListSchema, hasEarlier: z.boolean() }),
  },
  /** The person has seen the conversation up to that message. Durable, and answered at once. */
  'chat.read': { args: z.object({ conversationId: idSchema, upTo: idSchema }), result: nothing },
  /** Call it with each keystroke: it is sent only while connected, and seldom. Others forget it after some seconds. */
  'chat.typing': { args: z.object({ conversationId: idSchema, isTyping: z.boolean() }), result: nothing },
  /**
   * Everyone with whom the person shares a project, by name. Who is online is known while connected; before, they are
   * those of the projects that are held, and it is known of nobody.
   */
  'presence.list': { args: nothing, result: knownBandmatesSchema },

  'settings.read': { args: nothing, result: accountSettingsSchema },
  /** Changes what is given and answers all. */
  'settings.update': {
    args: z.strictObject(accountSettingsSchema.shape).partial(),
    result: accountSettingsSchema,
  },

  'media.cacheUsage': { args: nothing, result: cacheUsageSchema },
  /** What is over it goes at once, longest unheard first. 0 keeps nothing. Starts at 5 GiB. */
  'media.setCacheLimit': { args: cacheUsageSchema.pick({ limitBytes: true }), result: cacheUsageSchema },
  /** What is pinned to be heard offline, and how far that is; `pins.changed` follows. Newest pin first. */
  'media.pins': { args: nothing, result: z.array(pinSchema) },
  /**
   * Fetches all sounds of a project or cut in the background, newest first, and never lets them go while it is pinned;
   * those that come later too. Survives a restart.
   */
  'media.pin': {
    args: z.object({ kind: z.enum(['project', 'cut']), id: idSchema, isPinned: z.boolean() }),
    result: z.array(pinSchema),
  },

  /** What a person has to know though nothing asks for an answer, newest first, until it is dismissed. */
  'notices.list': { args: nothing, result: z.array(noticeSchema) },
  'notices.dismiss': { args: byId, result: nothing },
  'files.storage': { args: nothing, result: storageSchema },

  /**
   * Queues a command (row first, in the outbox) and answers when the server has confirmed or refused it, or with
   * `queued` at once when there is no connection.
   */
  'commands.run': {
    args: z.object({ kind: z.string(), payload: z.unknown() }),
    result: z.discriminatedUnion('state', [
      z.object({ state: z.literal('confirmed'), result: z.unknown() }),
      z.object({ state: z.literal('queued'), operationId: idSchema }),
    ]),
  },
  'outbox.list': { args: nothing, result: z.array(pendingOperationSchema) },
  /**
   * A refused operation once more, in its old place and with a new operation id (the server keeps its answer to the old
   * one). Those refused behind it that name what it makes (a comment on a cut) go out again with it.
   */
  'outbox.retry': { args: z.object({ operationId: idSchema }), result: nothing },
  /**
   * Another payload for a refused operation, or for a queued one that can't have arrived; goes out again in its old
   * place, with those behind it as for a retry, and answers its new operation id. `invalid`, `too-large` as for
   * `commands.run`; `conflict`: it is on its way, or may have arrived; `not-found`: it is not in the list any more.
   */
  'outbox.edit': {
    args: z.object({ operationId: idSchema, payload: z.record(z.string(), z.unknown()) }),
    result: z.object({ operationId: idSchema }),
  },
  /**
   * Takes it out of the list; `conflict`: it is on its way. What depends on it stays, and is refused visibly by the
   * server.
   */
  'outbox.discard': { args: z.object({ operationId: idSchema }), result: nothing },
  /** Accepts an invitation by its link or bare token. Needs the network: membership can't be assumed. */
  'invitations.accept': {
    args: z.object({ link: z.string().min(1).max(2000) }),
    result: z.object({ projectId: idSchema }),
  },
  'invitations.create': {
    args: z.object({ projectId: idSchema, email: z.email(), role: z.enum(['ADMIN', 'MEMBER']) }),
    result: invitationSchema,
  },

  /** Opens the system's folder chooser; null when cancelled. */
  'bindings.chooseFolder': { args: nothing, result: z.object({ folder: z.string() }).nullable() },
  'bindings.list': { args: nothing, result: z.array(bindingSchema) },
  'bindings.create': {
    args: z.object({ folder: z.string().min(1), projectId: idSchema, routing: routingSchema }),
    result: bindingSchema,
  },
  'bindings.update': {
    /** Another project makes it a folder bound anew: what lies in it is offered as older bounces. */
    args: z.object({
      id: idSchema,
      projectId: idSchema.optional(),
      routing: routingSchema.optional(),
      paused: z.boolean().optional(),
    }),
    result: bindingSchema,
  },
  'bindings.remove': { args: byId, result: nothing },
  /** Newest first. */
  'bindings.older': { args: byId, result: z.array(olderBounceSchema) },
  /** Uploads the named older bounces and ignores the rest; every undecided one is decided by this. */
  'bindings.decideOlder': { args: z.object({ id: idSchema, upload: z.array(z.string()) }), result: nothing },

  'transfers.list': { args: nothing, result: z.array(transferSchema) },
  'transfers.pause': { args: byId, result: nothing },
  'transfers.resume': { args: byId, result: nothing },
  'transfers.retry': { args: byId, result: nothing },
  /** Answers `asking`: take the file as it is. */
  'transfers.takeAsIs': { args: byId, result: nothing },
  /** Takes it off the list; the file on disk is not touched, and not uploaded if it was not done. Not while it is checked. */
  'transfers.discard': { args: byId, result: nothing },
  'transfers.clearDone': { args: nothing, result: nothing },
  /** Files and folders dropped on the window; folders are walked. Answers what was taken and what was not, and why. */
  'transfers.drop': {
    args: z.object({
      paths: z.array(z.string().min(1)).min(1).max(1000),
      target: dropTargetSchema,
    }),
    result: z.object({
      taken: z.array(transferSchema),
      refused: z.array(z.object({ path: z.string(), message: z.string() })),
    }),
  },
} as const;

export type ChannelName = keyof typeof channelSchemas;
export type ChannelArgs<Name extends ChannelName> = z.input<(typeof channelSchemas)[Name]['args']>;
/** Arguments as a handler sees them: parsed, with defaults and transforms applied. */
export type ParsedChannelArgs<Name extends ChannelName> = z.output<(typeof channelSchemas)[Name]['args']>;
export type ChannelResult<Name extends ChannelName> = z.infer<(typeof channelSchemas)[Name]['result']>;
