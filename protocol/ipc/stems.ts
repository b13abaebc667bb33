import * as z from 'zod';
import { idSchema } from '../wire/id.ts';

/** How far the stems of a version have been saved, in bytes. */
export const stemsProgressSchema = z.object({
  versionId: idSchema,
  received: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
});
export type StemsProgress = z.infer<typeof stemsProgressSchema>;

/** `saved`: in the downloads folder, under this name. `handed-over`: the browser downloads it and shows its progress. */
export const savedStemsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('saved'), name: z.string() }),
  z.object({ kind: z.literal('handed-over') }),
  z.object({ kind: z.literal('cancelled') }),
]);
export type SavedStems = z.infer<typeof savedStemsSchema>;
