import type { ProjectSnapshot } from '../wire/project.ts';

/**
 * A hash of a project's snapshot: 64 bits as 16 hexadecimal digits, independent of the order of fields. Its position in
 * the log and the caller's own role (which is among the members) are left out.
 *
 * It finds mistakes and damage; it doesn't defend against someone who wants two projects to look alike. It covers
 * comments by their number only, like the snapshot.
 */
export function hashProject({ epoch: _epoch, seq: _seq, role: _role, ...project }: ProjectSnapshot): string {
  return hashValue(project);
}

/** A hash of any JSON value. Undefined fields are left out. */
export function hashValue(value: unknown): string {
  const digest = createDigest();
  feed(digest, value);
  return digest.finish();
}

type Digest = { add(text: string): void; finish(): string };

/** Each part carries its type and length, so no two values feed the same text. */
function feed(digest: Digest, value: unknown): void {
  if (typeof value === 'string') digest.add(`"${value.length}:${value}`);
  else if (Array.isArray(value)) {
    digest.add(`[${value.length}`);
    for (const item of value) feed(digest, item);
  } else if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    fields.sort(([one], [other]) => (one < other ? -1 : 1));
    digest.add(`{${fields.length}`);
    for (const [name, field] of fields) {
      feed(digest, name);
      feed(digest, field);
    }
  } else digest.add(`${typeof value}:${value};`);
}

/** Two 32-bit words; each mixes in every UTF-16 unit by a rotation and a multiplication with its own odd number. */
function createDigest(): Digest {
  let one = 0x3c6ef372;
  let other = 0x1b873593;
  return {
    add(text) {
      for (let index = 0; index < text.length; index += 1) {
        const unit = text.charCodeAt(index);
        one = Math.imul(((one << 13) | (one >>> 19)) ^ unit, 0x9e3779b1);
        other = Math.imul(((other << 7) | (other >>> 25)) ^ (unit + 0x5bd1), 0x27d4eb2f);
      }
    },
    finish: () => `${toHex(settle(one ^ (other >>> 15)))}${toHex(settle(other ^ (one >>> 13)))}`,
  };
}

/** Spreads each bit over all the others. */
function settle(word: number): number {
  const first = Math.imul(word ^ (word >>> 16), 0x7feb352d);
  const second = Math.imul(first ^ (first >>> 15), 0x846ca68b);
  return (second ^ (second >>> 16)) >>> 0;
}

function toHex(word: number): string {
  return word.toString(16).padStart(8, '0');
}
