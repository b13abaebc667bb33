import type { GlobalShortcut } from 'electron';
import { type ShortcutAction, shortcutActions } from '../../protocol/ipc/beside.ts';
import type { BesideDesktop } from '../beside/create-beside.ts';

/** Shortcuts that work while another program is in front. */
export function createShortcuts(
  globalShortcut: Pick<GlobalShortcut, 'register' | 'unregisterAll'>,
  press: (action: ShortcutAction) => void,
): BesideDesktop['setShortcuts'] {
  return (shortcuts) => {
    globalShortcut.unregisterAll();
    return shortcutActions.filter((action) => {
      const keys = shortcuts[action];
      if (keys === null) return false;
      try {
        return !globalShortcut.register(keys, () => press(action));
      } catch {
        // Not keys that this system knows.
        return true;
      }
    });
  };
}
