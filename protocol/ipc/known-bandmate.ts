import * as z from 'zod';
import { bandmateSchema } from '../wire/chat.ts';

/**
 * A person who shares a project with the user, as this machine knows them. `isOnline` is null while it is unknown: the
 * server can't be reached, has not answered yet, or is too old to answer.
 */
export const knownBandmateSchema = bandmateSchema.extend({ isOnline: z.boolean().nullable() });
export type KnownBandmate = z.infer<typeof knownBandmateSchema>;

export const knownBandmatesSchema = z.array(knownBandmateSchema);
