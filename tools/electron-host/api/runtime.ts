import type { Chromium } from '../chromium/launch-chromium.ts';
import type { Pages } from '../chromium/pages.ts';

/** What Chromium said of the machine when it started. */
export interface Environment {
  workArea: { x: number; y: number; width: number; height: number };
  screenSize: { width: number; height: number };
  scaleFactor: number;
  prefersDark: boolean;
}

/** The parts behind Electron's modules, there from `ready` on. */
export interface Runtime {
  chromium: Chromium;
  pages: Pages;
  environment: Environment;
}

let current: Runtime | undefined;

export function startRuntime(runtime: Runtime): void {
  current = runtime;
}

/** Electron's modules are global, so is this; it throws where Electron would, before `ready`. */
export function runtime(user: string): Runtime {
  if (!current) throw new Error(`${user} can't be used before app is ready`);
  return current;
}

export const runtimeIfStarted = (): Runtime | undefined => current;
