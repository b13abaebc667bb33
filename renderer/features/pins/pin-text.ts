import type { Pin } from '../../../protocol/ipc/media.ts';
import { pinsText } from '../../text/pins.ts';

/** The pin of exactly this project or cut. A cut in a pinned project has none of its own. */
export function pinOf(pins: readonly Pin[] | null, kind: Pin['kind'], id: string): Pin | null {
  return pins?.find((pin) => pin.kind === kind && pin.id === id) ?? null;
}

/** The state of a pin. `title` is a word or two. */
export function pinText(pin: Pin): { title: string; sentence: string } {
  const { files, keptFiles, bytes, keptBytes, state } = pin;
  const progress = pinsText.progress(keptFiles, files, keptBytes, bytes);
  switch (state.kind) {
    case 'kept':
      return {
        title: pinsText.kept.title,
        sentence: files === 0 ? pinsText.kept.empty : pinsText.keptFiles(files, bytes),
      };
    case 'fetching':
      return { title: pinsText.fetching(percentOf(pin)), sentence: progress };
    case 'waiting':
      return { title: pinsText.waiting, sentence: `${progress} ${state.message}` };
    case 'no-room':
      return { title: pinsText.noRoom, sentence: `${progress} ${pinsText.noRoomHint}` };
  }
}

export function percentOf({ bytes, keptBytes }: Pick<Pin, 'bytes' | 'keptBytes'>): number {
  return bytes === 0 ? 100 : Math.floor((100 * keptBytes) / bytes);
}

/** The choices for the cache limit, in bytes. */
export const cacheLimits = [0, 1, 2, 5, 10, 20, 50, 100, 200].map((gigabytes) => ({
  value: String(gigabytes * 1e9),
  text: gigabytes === 0 ? pinsText.noLimit : pinsText.gigabytes(gigabytes),
}));
