import * as z from 'zod';
import { createStore, type Store } from '../../platform/store.ts';

const deviceSchema = z.object({ id: z.string(), name: z.string() });
export type OutputDevice = z.infer<typeof deviceSchema>;

export type OutputState = {
  /** Null: the system's device. */
  chosen: OutputDevice | null;
  /** The chosen device isn't there now, so the system's is used meanwhile. */
  isMissing: boolean;
  /** Those that can be chosen. Empty before the first look, and where the page may not know them. */
  devices: readonly OutputDevice[];
};

/** Where the sound comes out. */
export type OutputChoice = {
  state: Store<OutputState>;
  /** Looks which devices there are. This opens none of them. */
  look(): Promise<void>;
  choose(device: OutputDevice | null): Promise<void>;
  /** The id to give to the audio system; empty: the system's own. Looks first if a device is chosen. */
  current(): Promise<string>;
  dispose(): void;
};

const key = 'bandmate.output';

/**
 * Remembers the chosen device. While it is unplugged, the system's is used, and it is used again when it comes back.
 * `devices` is undefined where the page can't see any. `onChange` is called when another device is to be used.
 */
export function createOutputChoice(
  devices: Pick<MediaDevices, 'enumerateDevices' | 'addEventListener' | 'removeEventListener'> | undefined,
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  onChange: (id: string) => void,
): OutputChoice {
  const state = createStore<OutputState>({ chosen: read(storage), isMissing: false, devices: [] });
  let hasLooked = false;
  let used = '';

  const use = () => {
    const { chosen, isMissing } = state.get();
    const id = chosen && !isMissing ? chosen.id : '';
    if (id === used) return;
    used = id;
    onChange(id);
  };

  async function look(): Promise<void> {
    const found = devices ? await devices.enumerateDevices().catch(() => []) : [];
    hasLooked = true;
    const outputs = found.filter(
      ({ kind, deviceId, label }) => kind === 'audiooutput' && label && isReal(deviceId),
    );
    state.change((known) => {
      const list = outputs.map(({ deviceId, label }) => ({ id: deviceId, name: label }));
      const { chosen } = known;
      // Its id is another one once the page's data was deleted.
      const again =
        chosen && (list.find(({ id }) => id === chosen.id) ?? list.find(({ name }) => name === chosen.name));
      return { chosen: again ?? chosen, isMissing: chosen !== null && !again, devices: list };
    });
    use();
  }

  const onDevices = () => {
    // Nobody has asked yet.
    if (hasLooked) void look();
  };
  devices?.addEventListener('devicechange', onDevices);

  return {
    state,
    look,
    async choose(device) {
      if (device) storage.setItem(key, JSON.stringify(device));
      else storage.removeItem(key);
      state.change((known) => ({ ...known, chosen: device, isMissing: false }));
      await look();
    },
    async current() {
      if (state.get().chosen && !hasLooked) await look();
      return used;
    },
    dispose: () => devices?.removeEventListener('devicechange', onDevices),
  };
}

/** Chromium lists the system's device twice, under names of its own. */
const isReal = (id: string) => id !== '' && id !== 'default' && id !== 'communications';

function read(storage: Pick<Storage, 'getItem'>): OutputDevice | null {
  try {
    return deviceSchema.parse(JSON.parse(storage.getItem(key) ?? 'null'));
  } catch {
    return null;
  }
}
