import * as z from 'zod';
import { idSchema } from '../wire/id.ts';
import { heldDeletedCutSchema, heldDeletedItemSchema } from './deleted-cut.ts';

/** Reading what was deleted and can be restored. */
export const deletedChannels = {
  /**
   * Everything that the user can restore. While the server can't be reached, the cuts whose deletion is known here
   * (`isFromHere`).
   */
  'deleted.list': {
    args: z.null(),
    result: z.object({ items: z.array(heldDeletedItemSchema), isFromHere: z.boolean() }),
  },
  /**
   * The deleted cuts of a project that its admins can restore (`cut.restore`), last deleted first, from the server. While
   * it can't be reached, those known here (`isFromHere`).
   */
  'cuts.deleted': {
    args: z.object({ projectId: idSchema }),
    result: z.object({ cuts: z.array(heldDeletedCutSchema), isFromHere: z.boolean() }),
  },
} as const;
