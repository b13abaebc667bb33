import type * as Electron from 'electron';
import { knownMembers } from '../known-members.ts';
import { hands } from './hands.ts';

/** Modifiers and one key, as Electron's documentation of accelerators lists them. */
const accelerator =
  /^(?:(?:Command|Cmd|Control|Ctrl|CommandOrControl|CmdOrCtrl|Alt|Option|AltGr|Shift|Super|Meta)\+)*(?:[A-Z0-9]|F(?:[1-9]|1\d|2[0-4])|[!-/:-@[-`{-~]|Plus|Space|Tab|Capslock|Numlock|Scrolllock|Backspace|Delete|Insert|Return|Enter|Up|Down|Left|Right|Home|End|PageUp|PageDown|Escape|Esc|Volume(?:Up|Down|Mute)|Media(?:NextTrack|PreviousTrack|Stop|PlayPause)|PrintScreen|num(?:\d|dec|add|sub|mult|div))$/i;

/** Keys that other programs have, for tests: `ELECTRON_HOST_TAKEN_KEYS=Control+Alt+P,F9`. */
const taken = () => (process.env.ELECTRON_HOST_TAKEN_KEYS ?? '').split(',');

/** Keeps the shortcuts. Nothing presses them but a test (`hands.shortcuts`). */
export const globalShortcut = knownMembers('globalShortcut', {
  register(keys: string, callback: () => void): boolean {
    if (!accelerator.test(keys))
      throw new TypeError(`Error processing argument at index 0, not keys: ${keys}`);
    if (hands.shortcuts.has(keys) || taken().includes(keys)) return false;
    hands.shortcuts.set(keys, callback);
    return true;
  },
  isRegistered: (keys: string) => hands.shortcuts.has(keys),
  unregister(keys: string): void {
    hands.shortcuts.delete(keys);
  },
  unregisterAll: () => hands.shortcuts.clear(),
} satisfies Pick<Electron.GlobalShortcut, 'register' | 'isRegistered' | 'unregister' | 'unregisterAll'>);
