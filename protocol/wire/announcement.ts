import * as z from 'zod';
import { idSchema, timestampSchema } from './id.ts';

/** Plain text of the operator for everybody who is signed in. `endsAt` null: until it is taken back. */
export const announcementSchema = z.object({
  id: idSchema,
  text: z.string(),
  endsAt: timestampSchema.nullable(),
  at: timestampSchema,
});
export type Announcement = z.infer<typeof announcementSchema>;

/** `GET /api/announcement`, and the event `server:announcement`. */
export const currentAnnouncementSchema = z.object({ announcement: announcementSchema.nullable() });
