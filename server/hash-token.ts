import { createHash } from 'node:crypto';

/**
 * How a secret token is stored and looked up: its SHA-256 in hex. Tokens have 256 random bits, so nothing slower is
 * needed, and whoever reads the database can use none of them.
 */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
