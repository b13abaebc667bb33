import type * as z from 'zod';
import { deletedCutSchema } from '../wire/cut.ts';

/** A deleted cut as the client knows it. An event doesn't tell who deleted it, nor until when it can be restored. */
export const heldDeletedCutSchema = deletedCutSchema.partial({ deletedBy: true, expiresAt: true });
export type HeldDeletedCut = z.infer<typeof heldDeletedCutSchema>;
