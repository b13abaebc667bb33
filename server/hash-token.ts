import { hash } from 'node:crypto';

/**
 * The SHA-256 of a token in hex, under which it is stored and looked up: so nobody can use tokens from a stolen
 * database. Tokens have 256 random bits, so they need no slower hash.
 */
export function hashToken(token: string): string {
  return hash('sha256', token, 'hex');
}
