import * as z from 'zod';
import { attentionSchema } from '../wire/attention.ts';
import { conversationSchema } from '../wire/chat.ts';
import type { EphemeralEventName, EphemeralEventPayload, LoggedEvent } from '../wire/event.ts';
import { notificationSchema } from '../wire/notification.ts';
import { projectSchema } from '../wire/project.ts';
import { besideStateSchema, shortcutActions } from './beside.ts';
import { bindingSchema } from './binding.ts';
import { connectionStateSchema } from './connection.ts';
import { knownBandmatesSchema } from './known-bandmate.ts';
import { localStateSchema } from './local-channels.ts';
import { pinSchema } from './media.ts';
import { noticeSchema } from './notice.ts';
import { openTargetSchema } from './open-target.ts';
import { pendingOperationSchema } from './outbox.ts';
import { sessionStateSchema } from './session.ts';
import { accountSettingsSchema } from './settings.ts';
import { stemsProgressSchema } from './stems.ts';
import { writtenSchema } from './to-daw.ts';
import { transferSchema } from './transfer.ts';
import { updateStateSchema } from './updates.ts';
import { windowFormSchema } from './window-form.ts';

/** A realtime event that the cache has applied. Logged events come once each, in the order of their `seq`. */
export type RealtimeEvent =
  | LoggedEvent
  | {
      [Name in EphemeralEventName]: { name: Name; payload: EphemeralEventPayload<Name> };
    }[EphemeralEventName];

/** Pushes from the main process to the renderer. Our own process sends them, so their shapes are trusted, not parsed. */
export const pushSchemas = {
  'session.changed': sessionStateSchema,
  'connection.changed': connectionStateSchema,
  'projects.changed': z.array(projectSchema),
  /** A snapshot replaced the cached project: read it again. */
  'project.replaced': z.object({ id: z.string() }),
  'realtime.event': z.custom<RealtimeEvent>(),
  /** The cached comments of a cut were replaced: read them again. */
  'comments.replaced': z.object({ cutId: z.string() }),
  /** The newest activities changed other than by `activity:new`: read each list on the screen again. */
  'activities.changed': z.null(),
  'notifications.changed': z.array(notificationSchema),
  'conversations.changed': z.array(conversationSchema),
  'attention.changed': attentionSchema,
  /** Messages may be missing between the cached and the next ones: read each conversation on the screen again. */
  'messages.replaced': z.null(),
  'presence.changed': knownBandmatesSchema,
  'settings.changed': accountSettingsSchema,
  /** A link or a notification was clicked outside; the window is in front already. */
  'app.open': openTargetSchema,
  'window.changed': windowFormSchema,
  'updates.changed': updateStateSchema,
  'beside.changed': besideStateSchema,
  /** The keys of a shortcut were pressed while any program was in front. */
  'beside.pressed': z.object({ action: z.enum(shortcutActions) }),
  'bindings.changed': z.array(bindingSchema),
  /** Only changed transfers, at most ten times a second; `removed` left the list. */
  'transfers.changed': z.object({ changed: z.array(transferSchema), removed: z.array(z.string()) }),
  'outbox.changed': z.array(pendingOperationSchema),
  'pins.changed': z.array(pinSchema),
  'stems.progress': stemsProgressSchema,
  'local.changed': localStateSchema,
  'original.written': writtenSchema,
  'notices.changed': z.array(noticeSchema),
} as const;

export type PushName = keyof typeof pushSchemas;
export type Push<Name extends PushName> = z.infer<(typeof pushSchemas)[Name]>;
