import { createStore, type Store } from '../../platform/store.ts';
import type { Track } from './track.ts';

/** The sound of a page away from the app. `automatic`: the compressed copy over a thin connection. */
export const soundQualities = ['automatic', 'lossless', 'compressed'] as const;
export type SoundQuality = (typeof soundQualities)[number];

const key = 'bandmate.sound-quality';

/** The browser's own idea of its connection. Not every browser has one. */
export type ConnectionFacts = { saveData?: boolean; effectiveType?: string };

/** 4G of browsers begins at 700 kb/s; half of that is what a copy needs, a WAV needs twice as much. */
const thin = new Set(['slow-2g', '2g', '3g']);

/** The choice of this device, for every part of the page. */
export const soundQuality: Store<SoundQuality> = createStore<SoundQuality>('automatic');

export function readSoundQuality(storage: Pick<Storage, 'getItem'>): SoundQuality {
  const kept = storage.getItem(key);
  return soundQualities.find((quality) => quality === kept) ?? 'automatic';
}

export function writeSoundQuality(storage: Pick<Storage, 'setItem'>, quality: SoundQuality): void {
  storage.setItem(key, quality);
}

/** Whether a track is to be heard as its compressed copy, where there is one that this browser plays. */
export function hearsCompressed(
  { compressedSize }: Track,
  {
    quality,
    connection,
    playsOpus,
  }: { quality: SoundQuality; connection: ConnectionFacts | undefined; playsOpus: boolean },
): boolean {
  if (compressedSize === undefined || !playsOpus || quality === 'lossless') return false;
  if (quality === 'compressed') return true;
  return connection?.saveData === true || thin.has(connection?.effectiveType ?? '');
}
