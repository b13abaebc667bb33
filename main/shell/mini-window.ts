import type { BrowserWindow } from 'electron';
import * as z from 'zod';
import type { WindowForm } from '../../protocol/ipc/window-form.ts';
import {
  placeMini,
  type Rectangle,
  rectangleSchema,
  smallestMini,
  smallestWindow,
  type WindowState,
} from './window-state.ts';

/** Where the mini window was, and how it stays in sight. `bounds` is null if there was none yet. */
export const miniStateSchema = z.object({
  bounds: rectangleSchema.nullable(),
  isOnTop: z.boolean(),
  isOnAllDesktops: z.boolean(),
});
export type MiniState = z.infer<typeof miniStateSchema>;
export const firstMiniState: MiniState = { bounds: null, isOnTop: true, isOnAllDesktops: false };

type ShapedWindow = Pick<
  BrowserWindow,
  | 'getBounds'
  | 'getNormalBounds'
  | 'isFullScreen'
  | 'isMaximized'
  | 'maximize'
  | 'once'
  | 'setAlwaysOnTop'
  | 'setBounds'
  | 'setFullScreen'
  | 'setMinimumSize'
  | 'setVisibleOnAllWorkspaces'
  | 'unmaximize'
>;

/**
 * Makes the app's window mini and large again. It is one window, so its page goes on: the sound has no gap, and there are
 * never two players.
 */
export function createMiniWindow(
  window: ShapedWindow,
  { main, mini, screens }: { main: WindowState; mini: MiniState; screens: () => Rectangle[] },
  onChange: (form: WindowForm) => void,
) {
  let form: WindowForm = { isMini: false, isOnTop: mini.isOnTop, isOnAllDesktops: mini.isOnAllDesktops };
  /** Where the window is in the other form. */
  const kept = { main, mini: mini.bounds };
  let isOnAllDesktops = false;

  function stayInSight(): void {
    // The level above other programs, and below the system's own menus.
    window.setAlwaysOnTop(form.isMini && form.isOnTop, 'floating');
    const wanted = form.isMini && form.isOnAllDesktops;
    // On macOS, each call hides window and dock for a moment.
    if (wanted !== isOnAllDesktops) window.setVisibleOnAllWorkspaces(wanted, { visibleOnFullScreen: wanted });
    isOnAllDesktops = wanted;
  }
  function shrink(): void {
    if (!form.isMini) return;
    kept.main = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
    if (kept.main.isMaximized) window.unmaximize();
    window.setMinimumSize(smallestMini.width, smallestMini.height);
    window.setBounds(placeMini(kept.mini, kept.main.bounds, screens()));
    stayInSight();
  }
  function grow(): void {
    kept.mini = window.getBounds();
    stayInSight();
    if (kept.main.bounds) window.setBounds(kept.main.bounds);
    window.setMinimumSize(smallestWindow.width, smallestWindow.height);
    if (kept.main.isMaximized) window.maximize();
  }

  return {
    form: () => form,
    change(change: { [Name in keyof WindowForm]?: boolean | undefined }): WindowForm {
      const before = form;
      form = {
        isMini: change.isMini ?? before.isMini,
        isOnTop: change.isOnTop ?? before.isOnTop,
        isOnAllDesktops: change.isOnAllDesktops ?? before.isOnAllDesktops,
      };
      if (before.isMini && !form.isMini) grow();
      else if (before.isMini) stayInSight();
      else if (form.isMini && !window.isFullScreen()) shrink();
      else if (form.isMini) {
        // A window in full screen takes no other size until it has left it.
        window.once('leave-full-screen', shrink);
        window.setFullScreen(false);
      }
      onChange(form);
      return form;
    },
    /** Places and choices for the next start. */
    states(): { main: WindowState; mini: MiniState } {
      const { isMini, ...choices } = form;
      const now = isMini ? null : { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
      return {
        main: now ?? kept.main,
        mini: { ...choices, bounds: isMini ? window.getBounds() : kept.mini },
      };
    },
  };
}

export type MiniWindow = ReturnType<typeof createMiniWindow>;
