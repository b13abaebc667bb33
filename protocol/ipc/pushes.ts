import * as z from 'zod';
import { conversationSchema } from '../wire/chat.ts';
import type { EphemeralEventName, EphemeralEventPayload, LoggedEvent } from '../wire/event.ts';
import { notificationSchema } from '../wire/notification.ts';
import { projectSchema } from '../wire/project.ts';
import { bindingSchema } from './binding.ts';
import { connectionStateSchema } from './connection.ts';
import { knownBandmatesSchema } from './known-bandmate.ts';
import { pinSchema } from './media.ts';
import { noticeSchema } from './notice.ts';
import { openTargetSchema } from './open-target.ts';
import { pendingOperationSchema } from './outbox.ts';
import { sessionStateSchema } from './session.ts';
import { accountSettingsSchema } from './settings.ts';
import { transferSchema } from './transfer.ts';

/** A realtime event after the cache has applied it. Logged ones come in the order of their `seq`, once each. */
export type RealtimeEvent =
  | LoggedEvent
  | {
      [Name in EphemeralEventName]: { name: Name; payload: EphemeralEventPayload<Name> };
    }[EphemeralEventName];

/** What the main process tells the renderer unasked. Sent by our own main process, so shapes are trusted, not parsed. */
export const pushSchemas = {
  'session.changed': sessionStateSchema,
  'connection.changed': connectionStateSchema,
  'projects.changed': z.array(projectSchema),
  /** The cached project was replaced by a snapshot: read it again. */
  'project.replaced': z.object({ id: z.string() }),
  'realtime.event': z.custom<RealtimeEvent>(),
  /** What is held of a cut's comments was read anew: ask again. */
  'comments.replaced': z.object({ cutId: z.string() }),
  /** The newest activities changed otherwise than by `activity:new`: ask again for each list on screen. */
  'activities.changed': z.null(),
  'notifications.changed': z.array(notificationSchema),
  'conversations.changed': z.array(conversationSchema),
  /** Messages may be missing between those held and those to come: ask again for each conversation on screen. */
  'messages.replaced': z.null(),
  'presence.changed': knownBandmatesSchema,
  'settings.changed': accountSettingsSchema,
  /** A link or a notification was clicked outside; the window is in front already. */
  'app.open': openTargetSchema,
  'bindings.changed': z.array(bindingSchema),
  /** Only those that changed, at most ten times a second; `removed` left the list. */
  'transfers.changed': z.object({ changed: z.array(transferSchema), removed: z.array(z.string()) }),
  'outbox.changed': z.array(pendingOperationSchema),
  'pins.changed': z.array(pinSchema),
  'notices.changed': z.array(noticeSchema),
} as const;

export type PushName = keyof typeof pushSchemas;
export type Push<Name extends PushName> = z.infer<(typeof pushSchemas)[Name]>;
