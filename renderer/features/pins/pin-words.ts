import type { Pin } from '../../../protocol/ipc/media.ts';
import { formatBytes, plural } from '../../text/format.ts';

/** The pin of a project or cut. A cut of a pinned project is kept with it. */
export function pinOf(pins: readonly Pin[] | null, kind: Pin['kind'], id: string): Pin | null {
  return pins?.find((pin) => pin.kind === kind && pin.id === id) ?? null;
}

/** How far a pin is. `title` in a word or two. */
export function pinWords(pin: Pin): { title: string; sentence: string } {
  const { files, keptFiles, bytes, keptBytes, state } = pin;
  const some = `${keptFiles} of ${plural(files, 'sound')} here, ${formatBytes(keptBytes)} of ${formatBytes(bytes)}.`;
  switch (state.kind) {
    case 'kept':
      return files === 0
        ? { title: 'Kept offline', sentence: 'There is no sound in it yet; what comes is kept.' }
        : {
            title: 'Kept offline',
            sentence: `${files === 1 ? 'Its sound is' : `All ${plural(files, 'sound')} are`} here, ${formatBytes(bytes)}.`,
          };
    case 'fetching':
      return { title: `Fetching, ${percentOf(pin)} %`, sentence: some };
    case 'waiting':
      return { title: 'Waiting', sentence: `${some} ${state.message}` };
    case 'no-room':
      return {
        title: 'No room for all',
        sentence: `${some} Raise the limit, or keep less: the newest sounds are kept.`,
      };
  }
}

export function percentOf({ bytes, keptBytes }: Pick<Pin, 'bytes' | 'keptBytes'>): number {
  return bytes === 0 ? 100 : Math.floor((100 * keptBytes) / bytes);
}

/** What the sounds on this disk may take, in bytes. */
export const cacheLimits = [0, 1, 2, 5, 10, 20, 50, 100, 200].map((gigabytes) => ({
  value: String(gigabytes * 1e9),
  text: gigabytes === 0 ? 'Nothing' : `${gigabytes} GB`,
}));
