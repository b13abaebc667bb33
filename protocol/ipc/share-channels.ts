import * as z from 'zod';
import { idSchema } from '../wire/id.ts';
import {
  createdShareSchema,
  shareCreateSchema,
  shareKindSchema,
  shareSchema,
  shareUpdateSchema,
} from '../wire/share.ts';

/** The thing that a link leads to: a version or other file, a cut, a vibe, a project. */
export const shareTargetSchema = z.object({ kind: shareKindSchema, id: idSchema });
export type ShareTarget = z.infer<typeof shareTargetSchema>;

/**
 * Links for people without an account. These need the network, since only the server makes links. Only the answer to
 * `create` carries the link.
 */
export const shareChannels = {
  'shares.create': { args: shareCreateSchema.extend({ to: shareTargetSchema }), result: createdShareSchema },
  /** All active links of a project, newest first. */
  'shares.list': { args: z.object({ projectId: idSchema }), result: z.array(shareSchema) },
  'shares.update': { args: shareUpdateSchema.extend({ id: idSchema }), result: z.null() },
  'shares.revoke': { args: z.object({ id: idSchema }), result: z.null() },
};
