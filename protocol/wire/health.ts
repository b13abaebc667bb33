import * as z from 'zod';
import { openEnum } from './open-enum.ts';
import { registrationModeSchema } from './operator.ts';

/** `GET /api/health`. `protocolVersion` lets a client say "update me" instead of failing oddly. */
export const healthSchema = z.object({
  status: z.literal('ok'),
  version: z.string(),
  protocolVersion: z.number().int(),
  epoch: z.string(),
  /** The people that may make an account; absent: everyone. */
  registration: openEnum(registrationModeSchema).optional(),
});
export type Health = z.infer<typeof healthSchema>;

/** `GET /api/health/live` and `/api/health/ready`, for whatever starts servers and sends requests to them. */
export const probeSchema = z.object({ status: z.enum(['alive', 'ready']) });
export type Probe = z.infer<typeof probeSchema>;
