import * as z from 'zod';
import { activityIdsSchema, activitySchema } from '../wire/activity.ts';
import { conversationSchema, messageListSchema } from '../wire/chat.ts';
import { type Comment, commentSchema } from '../wire/comment.ts';
import { storageSchema } from '../wire/file.ts';
import { idSchema, nameSchema } from '../wire/id.ts';
import { notificationSchema } from '../wire/notification.ts';
import { projectSchema, projectSnapshotSchema } from '../wire/project.ts';
import { searchAnswerSchema, searchTextSchema } from '../wire/search.ts';
import { bindingChannels } from './binding-channels.ts';
import { blockChannels } from './block-channels.ts';
import type { Answer } from './bridge.ts';
import { alertStateSchema, capabilitiesSchema } from './capabilities.ts';
import { connectionStateSchema } from './connection.ts';
import { deletedChannels } from './deleted-channels.ts';
import { identityChannels } from './identity-channels.ts';
import { invitationChannels } from './invitation-channels.ts';
import { knownBandmatesSchema } from './known-bandmate.ts';
import { localChannels } from './local-channels.ts';
import { cacheUsageSchema, pinSchema } from './media.ts';
import { noticeSchema } from './notice.ts';
import { openTargetSchema } from './open-target.ts';
import { operatorChannels } from './operator-channels.ts';
import { pendingOperationSchema } from './outbox.ts';
import { partyChannels } from './party-channels.ts';
import { recoveryChannels } from './recovery-channels.ts';
import { roomChannels } from './room-channels.ts';
import { saveChannels } from './save-channels.ts';
import { secondFactorChannels } from './second-factor-channels.ts';
import { sessionStateSchema, signInSchema, signUpSchema } from './session.ts';
import { sessionChannels } from './session-channels.ts';
import { accountSettingsSchema } from './settings.ts';
import { shareChannels } from './share-channels.ts';
import { toDawChannels } from './to-daw-channels.ts';
import { transferLoudnessSchema, transferSchema } from './transfer.ts';
import { updateChannels } from './updates.ts';
import { windowChannels } from './window-form.ts';

/** So many cuts may be named in one call for their comments. */
export const mostCutsListed = 50;

const nothing = z.null();
const byId = z.object({ id: idSchema });

/** The target of dropped files: a cut (as new versions), or a vibe or project (as versions of their songs). */
export const dropTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cut'), projectId: idSchema, cutId: idSchema }),
  z.object({ kind: z.literal('vibe'), projectId: idSchema, vibeId: idSchema }),
  /** New cuts go into the vibe of their song. */
  z.object({ kind: z.literal('project'), projectId: idSchema }),
]);
export type DropTarget = z.infer<typeof dropTargetSchema>;

/**
 * Everything the renderer can ask the main process for: `{ channel: { args, result } }`. Handlers (`client/account`,
 * `main/runtime`) and the bridge's `invoke` take their types from this map. `main/ipc/guard.ts` validates arguments
 * before a handler sees them.
 */
export const channelSchemas = {
  /** Everything needed to draw the first frame, in one call. */
  'app.start': {
    args: nothing,
    result: z.object({
      version: z.string(),
      platform: z.enum(['darwin', 'win32', 'linux']),
      capabilities: capabilitiesSchema,
      session: sessionStateSchema,
      connection: connectionStateSchema,
      /** The server that the app was started with; fills in the form. */
      suggestedServerUrl: z.string().nullable(),
      /** The view that a click outside (a link, a notification) asked for. Returned once; later ones come as `app.open`. */
      open: openTargetSchema.nullable(),
    }),
  },
  'app.copyText': { args: z.object({ text: z.string().max(1_000_000) }), result: nothing },
  'app.showInFolder': { args: z.object({ transferId: idSchema }), result: nothing },
  ...windowChannels,
  ...updateChannels,
  'alerts.state': { args: nothing, result: alertStateSchema },
  /** Lets the system ask the user, right after a press of theirs. Returns their decision. */
  'alerts.ask': { args: nothing, result: alertStateSchema },

  'session.signIn': { args: signInSchema, result: sessionStateSchema },
  'session.signUp': { args: signUpSchema, result: sessionStateSchema },
  /**
   * Ends session, connection, watchers and transfers. Pending changes stay on disk and are sent after the account's next
   * sign-in here, so a page asks first if `outbox.list` or `transfers.list` has something pending.
   */
  'session.signOut': { args: nothing, result: sessionStateSchema },
  'connection.retryNow': { args: nothing, result: nothing },

  /** From the cache at once; `projects.changed` follows if the server's list is newer. */
  'projects.list': { args: nothing, result: z.array(projectSchema) },
  'projects.read': { args: byId, result: projectSnapshotSchema },
  /** The user looks at a project: join its room. The renderer's SocketContext calls these as the user navigates. */
  'projects.enter': { args: byId, result: nothing },
  'projects.leave': { args: byId, result: nothing },

  /**
   * The activity feed without dismissed entries, newest first, of one project or of all (`projectId` null). The newest come
   * from the cache at once, and `activities.changed` follows if the server's differ; entries before `before` come from
   * the server. The feed of all projects is live for those that are entered.
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
   * Dismisses for the user alone, on all their devices. Durable like commands and answered at once; `activities.changed`
   * follows.
   */
  'activities.dismiss': { args: activityIdsSchema, result: nothing },
  'activities.undismiss': { args: activityIdsSchema, result: nothing },
  /** Dismisses everything that is in the feed now. Returns the ids, for an undo; offline, those known here. */
  'activities.dismissAll': {
    args: z.object({ projectId: idSchema.nullable() }),
    result: z.object({ dismissed: z.array(idSchema) }),
  },

  /**
   * A cut's comments, by their moment. From the cache if they were ever read, also offline. Events of the project keep
   * them up to date (`applyCommentEvent`); after `comments.replaced` read them again. Changes are commands
   * (`comment.create` and so on).
   */
  'comments.list': { args: z.object({ cutId: idSchema }), result: z.array(commentSchema) },
  /** The same for many cuts, each with an answer of its own, in their order. */
  'comments.listMany': {
    args: z.object({ cutIds: z.array(idSchema).min(1).max(mostCutsListed) }),
    result: z.array(z.custom<Answer<Comment[]>>()),
  },

  ...deletedChannels,

  /**
   * Searches everything the user may see, on the server. While it can't be reached, searches the cache (`isFromHere`):
   * names, and the comments of cuts that were opened.
   */
  'search.query': {
    args: z.object({ text: searchTextSchema }),
    result: searchAnswerSchema.extend({ isFromHere: z.boolean() }),
  },

  ...shareChannels,

  /** The newest 200, newest first. Those that the user read offline count as read. */
  'notifications.list': { args: nothing, result: z.array(notificationSchema) },
  /** Durable like commands and answered at once; `notifications.changed` follows. */
  'notifications.read': { args: byId, result: nothing },
  /** Everything in the list now. */
  'notifications.readAll': { args: nothing, result: nothing },

  /** Latest message first; `unreadCount` includes what the user read offline. */
  'chat.conversations': { args: nothing, result: z.array(conversationSchema) },
  /**
   * The conversation with that person, made if missing. Offline, a new one is provisional: its id is made here, it is
   * listed once a message was written, and `message.send` takes its id like any other. Its id may change when it is
   * confirmed, so a page finds it by its `participants`.
   */
  'chat.open': { args: z.object({ userId: idSchema }), result: conversationSchema },
  /**
   * The last `limit` messages, or the last before that message, oldest first. Offline there may be fewer although earlier
   * ones exist (`hasEarlier`). Later ones arrive as events; the command `message.send` sends one.
   */
  'chat.messages': {
    args: z.object({
      conversationId: idSchema,
      before: idSchema.optional(),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    result: z.object({ messages: messageListSchema, hasEarlier: z.boolean() }),
  },
  /** The user has seen the conversation up to that message. Durable, and answered at once. */
  'chat.read': { args: z.object({ conversationId: idSchema, upTo: idSchema }), result: nothing },
  /** Call it on each keystroke: it is sent only while connected, and throttled. Others forget it after some seconds. */
  'chat.typing': { args: z.object({ conversationId: idSchema, isTyping: z.boolean() }), result: nothing },
  /**
   * Everyone who shares a project with the user, by name. `isOnline` is known while connected; before that, the list comes
   * from the cached projects and `isOnline` is null.
   */
  'presence.list': { args: nothing, result: knownBandmatesSchema },

  ...roomChannels,

  ...partyChannels,

  ...sessionChannels,

  ...blockChannels,

  ...operatorChannels,

  ...recoveryChannels,
  ...identityChannels,
  ...secondFactorChannels,
  ...localChannels,

  'settings.read': { args: nothing, result: accountSettingsSchema },
  /** The window is in front now. Finds out whether that ends an absence (`absence`). */
  'settings.seen': { args: nothing, result: nothing },
  /** Changes the given settings and returns all of them. */
  'settings.update': {
    args: z.strictObject(accountSettingsSchema.shape).partial(),
    result: accountSettingsSchema,
  },

  'media.cacheUsage': { args: nothing, result: cacheUsageSchema },
  /** Removes what exceeds the limit at once, longest unheard first. 0 keeps nothing. Default: 5 GiB. */
  'media.setCacheLimit': { args: cacheUsageSchema.pick({ limitBytes: true }), result: cacheUsageSchema },
  /** Pinned projects and cuts and their progress, newest pin first; `pins.changed` follows. */
  'media.pins': { args: nothing, result: z.array(pinSchema) },
  /**
   * Downloads all sounds of a project or cut in the background, newest first, later ones too, and keeps them while it is
   * pinned. Survives a restart.
   */
  'media.pin': {
    args: z.object({ kind: z.enum(['project', 'cut']), id: idSchema, isPinned: z.boolean() }),
    result: z.array(pinSchema),
  },

  /** Notices that have not been dismissed, newest first. */
  'notices.list': { args: nothing, result: z.array(noticeSchema) },
  'notices.dismiss': { args: byId, result: nothing },
  'files.storage': { args: nothing, result: storageSchema },

  ...saveChannels,
  ...toDawChannels,

  /**
   * Queues a command (first into the outbox on disk) and answers once the server has confirmed or refused it, or `queued`
   * at once if there is no connection.
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
   * Sends a refused operation again, in its old place and with a new operation id (the server keeps its answer to the old
   * one). Operations refused because of it (a comment on its cut) are sent again too.
   */
  'outbox.retry': { args: z.object({ operationId: idSchema }), result: nothing },
  /**
   * Replaces the payload of a refused operation, or of a queued one that can't have arrived; sends it again in its old
   * place, as a retry does, and returns its new operation id. `invalid`, `too-large` as for `commands.run`; `conflict`:
   * it is being sent, or may have arrived; `not-found`: it is no longer listed.
   */
  'outbox.edit': {
    args: z.object({ operationId: idSchema, payload: z.record(z.string(), z.unknown()) }),
    result: z.object({ operationId: idSchema }),
  },
  /**
   * Removes it from the list; `conflict`: it is being sent. Operations that depend on it stay, and the server refuses them
   * visibly.
   */
  'outbox.discard': { args: z.object({ operationId: idSchema }), result: nothing },
  ...invitationChannels,

  ...bindingChannels,

  'transfers.list': { args: nothing, result: z.array(transferSchema) },
  'transfers.pause': { args: byId, result: nothing },
  'transfers.resume': { args: byId, result: nothing },
  'transfers.retry': { args: byId, result: nothing },
  /** Decides a transfer in state `asking`: upload the file as it is. */
  'transfers.takeAsIs': { args: byId, result: nothing },
  /** Removes a transfer from the list and stops it; the file on disk is not touched. Refused while it is being committed. */
  'transfers.discard': { args: byId, result: nothing },
  /** Writes what the version is about: part of its announcement, or an update of it once it has been made. */
  'transfers.note': { args: z.object({ id: idSchema, note: nameSchema.nullable() }), result: nothing },
  'transfers.clearDone': { args: nothing, result: nothing },
  /** Measures the file on this machine; answers once it is measured, which may take some seconds. */
  'transfers.measure': { args: byId, result: transferLoudnessSchema },
  /** Adds files and folders dropped on the window; folders are walked. Returns what was added, and what was not and why. */
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
