import * as z from 'zod';
import { linkSchema } from './activity.ts';
import { idSchema, timestampSchema } from './id.ts';
import { openEnum } from './open-enum.ts';
import { personSchema } from './user.ts';

/**
 * `comment_added`: on a cut that you made or uploaded to. `reply_added`: to your comment, or in a thread you took part
 * in. `cut_created`, `file_uploaded`, `member_joined`: in a project of yours. `invited`: to a project; it does not
 * carry the invitation's token, because an e-mail address is not proven by having an account. `mentioned`: a comment,
 * reply or message of a room names you. `file_approved`: a version that you uploaded. `file_noted`: somebody said what a version is about.
 * `role_changed`: you have another role in a project, or own it.
 */
export const notificationTypeSchema = z.enum([
  'comment_added',
  'reply_added',
  'cut_created',
  'file_uploaded',
  'member_joined',
  'invited',
  'mentioned',
  'file_approved',
  'file_noted',
  'role_changed',
]);
export type NotificationType = z.infer<typeof notificationTypeSchema>;

/**
 * News for one user. Never made for their own actions, and one a command. `title` and `message` are plain text. The
 * server makes the ids; they rise with time.
 */
export const notificationSchema = z.object({
  id: idSchema,
  type: openEnum(notificationTypeSchema),
  title: z.string(),
  message: z.string(),
  link: linkSchema,
  isRead: z.boolean(),
  createdAt: timestampSchema,
  /** The facts in `title`, by which an app groups several; absent in those of earlier versions. */
  actor: personSchema.optional(),
  projectName: z.string().optional(),
  /** Of the cut in the link, and the number of the uploaded version there. */
  cutName: z.string().optional(),
  versionNumber: z.number().int().positive().optional(),
});
export type Notification = z.infer<typeof notificationSchema>;
