import * as z from 'zod';
import { fileSchema } from './file.ts';
import { idSchema, nameSchema } from './id.ts';

/** The commands about one file (`command.ts`). */
export const fileCommandSchemas = {
  /**
   * Changes the label and note of a version or stem. Null takes one away; one that is left out stays. `isOfUpload`: the note
   * belongs to the announcement of the upload, which the person who uploaded it has already made: it is no news of its own.
   */
  'file.update': {
    payload: z.object({
      id: idSchema,
      label: nameSchema.nullable().optional(),
      note: nameSchema.nullable().optional(),
      isOfUpload: z.literal(true).optional(),
    }),
    result: fileSchema,
  },
  /** A member approves a version, or takes that back. */
  'file.approve': { payload: z.object({ id: idSchema, isApproved: z.boolean() }), result: fileSchema },
  /** For 30 days (by default), `file.restore` brings it back. */
  'file.delete': { payload: z.object({ id: idSchema }), result: z.object({}) },
  /**
   * Brings a deleted file back to its place, with its approvals and links, and with the comments and stems that it had and that
   * belong to no other version by now. A `conflict` while its cut is deleted. `projectId` as for `vibe.restore`.
   */
  'file.restore': {
    payload: z.object({ id: idSchema, projectId: idSchema.optional() }),
    result: fileSchema,
  },
  /**
   * Moves a file to another cut of its project, with its stems and the comments made on them. It has no `order` there
   * unless one is given, and a stem belongs to `versionId`, or to the version there that has its label, or to the newest
   * one. To undo a move, give both as they were. In its own cut, a stem belongs to `versionId` from then on, or without it to
   * no version; any other file stays as it is, without an event.
   */
  'file.move': {
    payload: z.object({
      id: idSchema,
      targetCutId: idSchema,
      order: z.number().int().optional(),
      versionId: idSchema.optional(),
    }),
    result: fileSchema,
  },
  /**
   * Makes sound a version (`CUT`) or a stem of `targetCutId`, which may be its own cut, and takes along what `file.move`
   * does. A stem belongs to `versionId`, or without it to no version, and the stems that it had as a version belong there
   * too. A version has no `order` unless one is given. Sound that is of this type in this cut stays as it is, without an
   * event; a file that isn't sound is `invalid`.
   */
  'file.setType': {
    payload: z.object({
      id: idSchema,
      type: z.enum(['CUT', 'STEM']),
      targetCutId: idSchema,
      order: z.number().int().optional(),
      versionId: idSchema.optional(),
    }),
    result: fileSchema,
  },
} as const;
