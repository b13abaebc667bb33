import * as z from 'zod';

/** `GET /api/health`. `protocolVersion` lets a client say "update me" instead of failing oddly. */
export const healthSchema = z.object({
  status: z.literal('ok'),
  version: z.string(),
  protocolVersion: z.number().int(),
  epoch: z.string(),
});
export type Health = z.infer<typeof healthSchema>;
