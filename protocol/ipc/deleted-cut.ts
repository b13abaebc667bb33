import type * as z from 'zod';
import { deletedCutSchema } from '../wire/cut.ts';
import { deletedItemSchema } from '../wire/deleted.ts';

/** A deleted cut as the client knows it. An event doesn't tell who deleted it, nor until when it can be restored. */
export const heldDeletedCutSchema = deletedCutSchema.partial({ deletedBy: true, expiresAt: true });
export type HeldDeletedCut = z.infer<typeof heldDeletedCutSchema>;

/** The same for everything that can be restored. */
export const heldDeletedItemSchema = deletedItemSchema.partial({ deletedBy: true, expiresAt: true });
export type HeldDeletedItem = z.infer<typeof heldDeletedItemSchema>;
