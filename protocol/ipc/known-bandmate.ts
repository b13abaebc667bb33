import * as z from 'zod';
import { bandmateSchema } from '../wire/chat.ts';

/**
 * Someone with whom the person shares a project, as far as it is known on this machine. `isOnline` is null while nobody
 * can say it: the server is not reached, has not answered yet, or is too old to tell.
 */
export const knownBandmateSchema = bandmateSchema.extend({ isOnline: z.boolean().nullable() });
export type KnownBandmate = z.infer<typeof knownBandmateSchema>;

export const knownBandmatesSchema = z.array(knownBandmateSchema);
