import * as z from 'zod';

/** An opaque id. Ours are UUIDv7 (RFC 9562 §5.7), so ids made later sort later; readers must not rely on it. */
export const idSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/, 'is not an id');

/** A moment as ISO 8601 in UTC with milliseconds, e.g. `2026-03-01T18:04:05.123Z`. */
export const timestampSchema = z.iso.datetime();

/** A name that a user types: 1 to 200 characters after trimming, never parsed as HTML. */
export const nameSchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must be at most 200 characters');

/** Lower-case hexadecimal SHA-256 of a whole file. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in lower-case hexadecimal');
