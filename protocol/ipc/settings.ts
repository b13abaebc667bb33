import * as z from 'zod';
import { idSchema } from '../wire/id.ts';

/**
 * What a person wants to be told on this machine, for the account that is signed in. `isQuiet`: nothing is shown over
 * other windows and nothing pops up in ours (recording); counts and lists go on. `mutedProjectIds`: the same for what
 * is about those projects.
 */
export const accountSettingsSchema = z.object({
  isQuiet: z.boolean(),
  mutedProjectIds: z.array(idSchema).max(10_000),
});
export type AccountSettings = z.infer<typeof accountSettingsSchema>;
