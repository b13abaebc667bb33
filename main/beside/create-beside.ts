import { createListeners } from '../../client/common/listeners.ts';
import type { Log } from '../../client/common/log.ts';
import type { Clock } from '../../common/clock.ts';
import {
  type BesideSettings,
  type BesideState,
  besideSettingsSchema,
  recordingPauseSchema,
  type ShortcutAction,
  shortcutActions,
} from '../../protocol/ipc/beside.ts';
import type { Answer } from '../../protocol/ipc/bridge.ts';
import { createJsonFile } from '../common/json-file.ts';
import { besideText } from '../text/beside.ts';
import { createDawWatch } from './daw-watch.ts';
import { createRecordingPause, type PauseControl } from './recording-pause.ts';
import { createThrottle, type Throttle } from './throttle.ts';

/** The abilities of the desktop; headless there is none of them. */
export type BesideDesktop = {
  hasTray(): boolean;
  /** Null where the system has no such thing. */
  startsAtLogin(): boolean | null;
  setStartsAtLogin(isOn: boolean): Promise<void>;
  /** Registers these shortcuts in place of all others, and returns those that the system refused. */
  setShortcuts(shortcuts: BesideSettings['shortcuts']): ShortcutAction[];
};

export const noBesideDesktop: BesideDesktop = {
  hasTray: () => false,
  startsAtLogin: () => null,
  setStartsAtLogin: async () => {},
  setShortcuts: () => [],
};

/** Keeps the app out of the DAW's way, whoever is signed in. */
export type Beside = {
  /** Reads the settings, and takes up the pause of an earlier run. */
  start(): Promise<void>;
  state(): BesideState;
  change(changes: BesideChanges): Promise<Answer<BesideState>>;
  pause: PauseControl;
  /** Every byte of a file takes its way through one of these. */
  uploads: Throttle;
  downloads: Throttle;
  onChange(listener: (state: BesideState) => void): () => void;
  stop(): Promise<void>;
};

type BesideChanges = {
  [Name in keyof BesideSettings]?: BesideSettings[Name] | undefined;
} & { startsAtLogin?: boolean | undefined };

const keptSchema = besideSettingsSchema
  .partial()
  .extend({ pause: recordingPauseSchema.nullable().optional() });

export function createBeside(parts: {
  path: string;
  platform: 'darwin' | 'win32' | 'linux';
  desktop: BesideDesktop;
  listProcesses(): Promise<string[]>;
  clock: Clock;
  log: Log;
}): Beside {
  const { path, platform, desktop, listProcesses, clock, log } = parts;
  const file = createJsonFile(path, keptSchema, {});
  const { add: onChange, notify } = createListeners<BesideState>();
  const pause = createRecordingPause(clock);
  const uploads = createThrottle(clock);
  const downloads = createThrottle(clock);
  const daws = createDawWatch({ listProcesses, onChange: apply, clock, log });
  let settings = firstSettings(platform);
  let refusedShortcuts: ShortcutAction[] = [];

  const state = (): BesideState => ({
    ...{ settings, refusedShortcuts },
    pause: pause.current(),
    daw: daws.running(),
    startsAtLogin: desktop.startsAtLogin(),
    hasTray: desktop.hasTray(),
  });

  /** Settings, pause or DAW have changed. */
  function apply(): void {
    const { uploadLimit, downloadLimit, dawLimit } = settings;
    const whileDaw = daws.running() === null ? null : dawLimit;
    uploads.setRate(lower(uploadLimit, whileDaw));
    downloads.setRate(pause.isHeld() ? 0 : lower(downloadLimit, whileDaw));
    notify(state());
  }

  const save = () =>
    file
      .write({ ...settings, pause: pause.current() })
      .catch((error: unknown) =>
        log.warn({ error: String(error) }, 'These settings last until the app quits'),
      );

  function use(next: BesideSettings): void {
    settings = next;
    refusedShortcuts = desktop.setShortcuts(settings.shortcuts);
    daws.watch(settings.dawLimit === null ? null : settings.ownDaws);
    apply();
  }

  pause.onChange(() => {
    apply();
    void save();
  });

  return {
    async start() {
      const { pause: before = null, ...kept } = await file.read();
      use({ ...settings, ...withoutUndefined(kept) });
      pause.restore(before);
    },
    state,
    async change({ startsAtLogin, ...changes }) {
      const next = { ...settings, ...withoutUndefined(changes) };
      if (hasSameKeysTwice(next.shortcuts))
        return { ok: false, kind: 'conflict', message: besideText.sameKeys };
      if (startsAtLogin !== undefined) {
        try {
          await desktop.setStartsAtLogin(startsAtLogin);
        } catch (error) {
          log.warn({ error: String(error) }, 'The start at login could not be changed');
          return { ok: false, kind: 'invalid', message: besideText.noStartAtLogin };
        }
      }
      use(next);
      await save();
      return { ok: true, data: state() };
    },
    ...{ pause, uploads, downloads, onChange },
    async stop() {
      daws.stop();
      pause.stop();
      await file.settled();
    },
  };
}

function firstSettings(platform: 'darwin' | 'win32' | 'linux'): BesideSettings {
  return {
    // A desktop on Linux may show no tray, and a window that nobody finds again would be worse than one that is closed.
    keepsRunning: platform !== 'linux',
    uploadLimit: null,
    downloadLimit: null,
    dawLimit: null,
    ownDaws: [],
    shortcuts: { playPause: null, comment: null, pause: null },
  };
}

function lower(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

function hasSameKeysTwice(shortcuts: BesideSettings['shortcuts']): boolean {
  const chosen = shortcutActions.map((action) => shortcuts[action]).filter((keys) => keys !== null);
  return new Set(chosen).size < chosen.length;
}

function withoutUndefined<Value extends object>(value: Value) {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [Name in keyof Value]?: Exclude<Value[Name], undefined>;
  };
}
