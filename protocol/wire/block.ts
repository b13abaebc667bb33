import * as z from 'zod';
import { timestampSchema } from './id.ts';
import { personSchema } from './user.ts';

/** Somebody from whom the caller hears nothing. */
export const blockedPersonSchema = personSchema.extend({ blockedAt: timestampSchema });
export type BlockedPerson = z.infer<typeof blockedPersonSchema>;

/** By name. */
export const blockListSchema = z.array(blockedPersonSchema);
