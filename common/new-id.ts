import { v7 } from 'uuid';

/** A new UUIDv7. Clients make the ids of what they create, so that a retried command names the same thing. */
export function newId(): string {
  return v7();
}
