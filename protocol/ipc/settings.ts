import * as z from 'zod';
import { idSchema } from '../wire/id.ts';

/** In milliseconds since 1970. */
const absenceSchema = z.object({ from: z.number(), until: z.number() });
export type Absence = z.infer<typeof absenceSchema>;

/**
 * The notification settings of the signed-in account on this machine. `isQuiet`: no notifications over other windows
 * and no pop-ups in ours (for recording); badges and lists still update. `mutedProjectIds`: the same for these projects,
 * as earlier versions kept it; it is moved to the server, as the level of each (`client/account/move-muted-projects.ts`).
 * `lastSeenAt`: when this window was last in front. `absence`: the time before that in which it wasn't, for hours, until
 * its summary is dismissed. `dismissedAnnouncementId`: the operator's announcement that isn't shown here any more.
 */
export const accountSettingsSchema = z.object({
  isQuiet: z.boolean(),
  mutedProjectIds: z.array(idSchema).max(10_000),
  lastSeenAt: z.number().optional(),
  absence: absenceSchema.nullable().optional(),
  dismissedAnnouncementId: idSchema.optional(),
});
export type AccountSettings = z.infer<typeof accountSettingsSchema>;
