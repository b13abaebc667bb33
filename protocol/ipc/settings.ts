import * as z from 'zod';
import { idSchema } from '../wire/id.ts';

/**
 * The notification settings of the signed-in account on this machine. `isQuiet`: no notifications over other windows
 * and no pop-ups in ours (for recording); badges and lists still update. `mutedProjectIds`: the same for these projects,
 * as earlier versions kept it; it is moved to the server, as the level of each (`client/account/move-muted-projects.ts`).
 */
export const accountSettingsSchema = z.object({
  isQuiet: z.boolean(),
  mutedProjectIds: z.array(idSchema).max(10_000),
});
export type AccountSettings = z.infer<typeof accountSettingsSchema>;
