import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { createMiniWindow, firstMiniState } from '../../../main/shell/mini-window.ts';
import {
  firstWindowState,
  placeMini,
  type Rectangle,
  smallestMini,
} from '../../../main/shell/window-state.ts';
import type { WindowForm } from '../../../protocol/ipc/window-form.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: 0, width: 1280, height: 700 };
const large = { x: 100, y: 80, width: 1180, height: 780 };

/** As Electron describes a window. */
class FakeWindow extends EventEmitter {
  bounds: Rectangle = large;
  maximized = false;
  fullScreen = false;
  onTop = false;
  onAll = false;
  minimum = [0, 0];
  getBounds = () => this.bounds;
  getNormalBounds = () => this.bounds;
  isMaximized = () => this.maximized;
  isFullScreen = () => this.fullScreen;
  maximize() {
    this.maximized = true;
  }
  unmaximize() {
    this.maximized = false;
  }
  setFullScreen(flag: boolean) {
    this.fullScreen = flag;
  }
  setBounds(bounds: Partial<Rectangle>) {
    this.bounds = { ...this.bounds, ...bounds };
  }
  setMinimumSize(width: number, height: number) {
    this.minimum = [width, height];
  }
  setAlwaysOnTop(flag: boolean) {
    this.onTop = flag;
  }
  setVisibleOnAllWorkspaces(flag: boolean) {
    this.onAll = flag;
  }
}

function make(mini = firstMiniState) {
  const window = new FakeWindow();
  const forms: WindowForm[] = [];
  const shaped = window as unknown as Parameters<typeof createMiniWindow>[0];
  const { form, change, states } = createMiniWindow(
    shaped,
    { main: firstWindowState, mini, screens: () => [screen, second] },
    (next) => forms.push(next),
  );
  return { window, forms, form, change, states };
}

it('becomes narrow at the right of its screen, in front of others, and is as before afterwards', () => {
  const { window, forms, change } = make();
  change({ isMini: true });
  expect(window.bounds).toEqual({ x: 1524, y: 16, width: 380, height: 720 });
  expect(window.onTop).toBe(true);
  expect(window.minimum).toEqual([smallestMini.width, smallestMini.height]);
  change({ isMini: false });
  expect(window.bounds).toEqual(large);
  expect(window.onTop).toBe(false);
  expect(forms.map(({ isMini }) => isMini)).toEqual([true, false]);
});

it('keeps where it was moved, and how it stays in sight, for the next time and the next start', () => {
  const { window, change, states } = make();
  change({ isMini: true });
  change({ isOnTop: false, isOnAllDesktops: true });
  expect([window.onTop, window.onAll]).toEqual([false, true]);
  window.bounds = { x: 40, y: 60, width: 400, height: 640 };
  change({ isMini: false });
  expect(window.onAll).toBe(false);
  change({ isMini: true });
  expect(window.bounds).toEqual({ x: 40, y: 60, width: 400, height: 640 });
  expect(window.onAll).toBe(true);
  const mini = { bounds: window.bounds, isOnTop: false, isOnAllDesktops: true };
  expect(states()).toEqual({ main: { bounds: large, isMaximized: false }, mini });
  const next = make(mini);
  next.change({ isMini: true });
  expect(next.window.bounds).toEqual(mini.bounds);
});

it('leaves the maximised state, and takes it again', () => {
  const { window, change, states } = make();
  window.maximized = true;
  change({ isMini: true });
  expect(window.maximized).toBe(false);
  expect(states().main.isMaximized).toBe(true);
  change({ isMini: false });
  expect(window.maximized).toBe(true);
});

it('leaves full screen first, because a window in full screen takes no other size', () => {
  const { window, change } = make();
  window.fullScreen = true;
  change({ isMini: true });
  expect(window.bounds).toEqual(large);
  window.emit('leave-full-screen');
  expect(window.bounds.width).toBe(380);
});

it('changes nothing but the choices while it is large', () => {
  const { window, change, form } = make();
  change({ isOnTop: false });
  expect(window.bounds).toEqual(large);
  expect(form()).toEqual({ isMini: false, isOnTop: false, isOnAllDesktops: false });
});

it('is placed on the screen that shows most of the window, and never higher than it', () => {
  const there = { x: 2000, y: 20, width: 1000, height: 600 };
  expect(placeMini(null, there, [screen, second])).toEqual({ x: 2804, y: 16, width: 380, height: 668 });
  const lost = { x: 9000, y: 0, width: 400, height: 500 };
  expect(placeMini(lost, large, [screen])).toEqual({ x: 1504, y: 16, width: 400, height: 500 });
});
