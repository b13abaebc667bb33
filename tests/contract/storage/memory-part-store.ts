import { createHash } from 'node:crypto';
import type { PartStore } from '../../../server/storage/part-store.ts';
import { memoryBytes } from './memory-bytes.ts';

type Part = { bytes: Buffer; touchedAt: Date };

/** Upload parts without files or paths. */
export function createMemoryPartStore(parts = new Map<string, Part>()): PartStore {
  return {
    async open(id) {
      const part = parts.get(id);
      return part ? memoryBytes(part.bytes) : null;
    },
    offset: async (id) => parts.get(id)?.bytes.length ?? 0,
    touchedAt: async (id) => parts.get(id)?.touchedAt ?? null,
    async write(source, id, offset, maximumBytes) {
      let bytes = (parts.get(id)?.bytes ?? Buffer.alloc(0)).subarray(0, offset);
      for await (const chunk of source as AsyncIterable<Buffer>) {
        if (bytes.length + chunk.length > maximumBytes) return false;
        bytes = Buffer.concat([bytes, chunk]);
        parts.set(id, { bytes, touchedAt: new Date() });
      }
      return bytes.length;
    },
    async digest(id, size) {
      const bytes = parts.get(id)?.bytes ?? Buffer.alloc(0);
      if (bytes.length < size) throw new Error(`The part of upload ${id} is shorter than ${size} bytes.`);
      return createHash('sha256').update(bytes.subarray(0, size)).digest('hex');
    },
    async remove(id) {
      parts.delete(id);
    },
    list: async () => [...parts.keys()],
  };
}
