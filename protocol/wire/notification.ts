import * as z from 'zod';
import { linkSchema } from './activity.ts';
import { idSchema, timestampSchema } from './id.ts';

/** Something a person should know of, addressed to one user; never made for their own actions. */
export const notificationSchema = z.object({
  id: idSchema,
  type: z.string(),
  title: z.string(),
  message: z.string(),
  link: linkSchema,
  isRead: z.boolean(),
  createdAt: timestampSchema,
});
export type Notification = z.infer<typeof notificationSchema>;
