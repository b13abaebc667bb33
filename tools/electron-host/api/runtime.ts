import type { Chromium } from '../chromium/launch-chromium.ts';
import type { Pages } from '../chromium/pages.ts';

/** Facts about the machine, read from Chromium at the start. */
export interface Environment {
  workArea: { x: number; y: number; width: number; height: number };
  screenSize: { width: number; height: number };
  scaleFactor: number;
  prefersDark: boolean;
}

/** The parts behind Electron's modules. They exist from `ready` on. */
export interface Runtime {
  chromium: Chromium;
  pages: Pages;
  environment: Environment;
}

let current: Runtime | undefined;

export function startRuntime(runtime: Runtime): void {
  current = runtime;
}

/** Global, because Electron's modules are. Throws before `ready`, as Electron does. */
export function runtime(user: string): Runtime {
  if (!current) throw new Error(`${user} can't be used before app is ready`);
  return current;
}

export const runtimeIfStarted = (): Runtime | undefined => current;
