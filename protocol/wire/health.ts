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

/** The state of the storage of files, as a server last saw it. */
export const storageStateSchema = z.enum(['reachable', 'unreachable']);
export type StorageState = z.infer<typeof storageStateSchema>;

/** `GET /api/health/live` and `/api/health/ready`, for whatever starts servers and sends requests to them. */
export const probeSchema = z.object({
  status: z.enum(['alive', 'ready']),
  /** With `ready`: the storage of files. Absent: not known yet, or this server keeps no files. */
  storage: storageStateSchema.optional(),
});
export type Probe = z.infer<typeof probeSchema>;
