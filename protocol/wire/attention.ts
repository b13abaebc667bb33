import * as z from 'zod';
import { idSchema, timestampSchema } from './id.ts';
import { openEnum } from './open-enum.ts';

/**
 * The news of a project that become notifications. `mentions`: mentions and new versions. The feed, the room and their
 * unread marks are the same at every level.
 */
export const attentionLevelSchema = z.enum(['everything', 'mentions', 'nothing']);
export type AttentionLevel = z.infer<typeof attentionLevelSchema>;

/** The news of a project of which the server sends mail, of those that notify. `versions`: mentions and new versions. */
export const mailLevelSchema = z.enum(['off', 'mentions', 'versions']);
export type MailLevel = z.infer<typeof mailLevelSchema>;

/**
 * The level that a member chose for a project, and up to when they have read its room (at first, when they joined). Others'
 * messages after that are unread; `unreadMentions` of them mention the member.
 */
export const projectAttentionSchema = z.object({
  projectId: idSchema,
  level: openEnum(attentionLevelSchema),
  /** Absent: off. */
  mail: openEnum(mailLevelSchema).optional(),
  roomReadUpTo: timestampSchema,
  unreadCount: z.number().int().nonnegative(),
  unreadMentions: z.number().int().nonnegative(),
});
export type ProjectAttention = z.infer<typeof projectAttentionSchema>;

const clockTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 22:00');

/**
 * From a time of day to another one, which may be on the next day; on the clock of the computer that would disturb. Mail
 * waits for their end in `timeZone`, an IANA name such as `Europe/Berlin`; without it, mail doesn't know them.
 */
export const quietHoursSchema = z.object({
  from: clockTimeSchema,
  until: clockTimeSchema,
  timeZone: z.string().max(64).optional(),
});
export type QuietHours = z.infer<typeof quietHoursSchema>;

/**
 * `GET /api/attention`: the caller's, for each of their projects. `avatarUrl`: their own picture, which their devices learn
 * with it; absent if they have none.
 */
export const attentionSchema = z.object({
  projects: z.array(projectAttentionSchema),
  quietHours: quietHoursSchema.nullable(),
  avatarUrl: z.string().optional(),
});
export type Attention = z.infer<typeof attentionSchema>;
