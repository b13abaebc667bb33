import * as z from 'zod';

const volumeSchema = z.object({ level: z.number().min(0).max(1), isMuted: z.boolean() });
export type Volume = z.infer<typeof volumeSchema>;

const key = 'bandmate.volume';
const full: Volume = { level: 1, isMuted: false };

/** The volume that was stored last; full if there is none. */
export function readVolume(storage: Pick<Storage, 'getItem'>): Volume {
  try {
    return volumeSchema.parse(JSON.parse(storage.getItem(key) ?? 'null'));
  } catch {
    return full;
  }
}

export function writeVolume(storage: Pick<Storage, 'setItem'>, volume: Volume): void {
  storage.setItem(key, JSON.stringify(volume));
}

/** Changes the level by a step, and unmutes. */
export function turn({ level }: Volume, by: number): Volume {
  return { level: Math.min(1, Math.max(0, Math.round((level + by) * 100) / 100)), isMuted: false };
}
