import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Locator, type Page } from '@playwright/test';
import { findElectronExecutable } from './electron-executable.ts';

const repository = join(import.meta.dirname, '../..');

/** The archive of `npm run package app.asar` that the environment names, else the build in its folder. */
export const builtApp = process.env.BANDMATE_APP ?? repository;

export interface LaunchOptions {
  /** Another build or archive than the tests' own. */
  build?: string;
  /** The band's server; without it the app asks for one. */
  serverUrl?: string;
  /** An existing folder for the app's data, kept afterwards; without it a temporary one, removed on close. */
  userData?: string;
  env?: Record<string, string>;
  /** More arguments of its command line, such as a link. */
  args?: string[];
}

export interface RunningApp {
  app: ElectronApplication;
  page: Page;
  userData: string;
  /** Quits as a user does, and waits for it. Harmless when the app has ended already. */
  close(): Promise<void>;
  /** Kills it like a power cut: none of its code runs. */
  kill(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts the built app (`npm run build`) and waits for its window. Write `await using app = await launchApp()`: the app
 * is closed when the test ends, however it ends.
 */
export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  const { build = builtApp } = options;
  if (!existsSync(build === repository ? join(repository, 'out/main/index.js') : build)) {
    throw new Error('The app is not built: run `npm run build` first.');
  }
  const userData = options.userData ?? (await mkdtemp(join(tmpdir(), 'bandmate-app-')));
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('BANDMATE_'),
  );
  const app = await _electron.launch({
    executablePath: findElectronExecutable(),
    args: [build, ...(options.args ?? [])],
    env: {
      ...Object.fromEntries(inherited),
      BANDMATE_HEADLESS: '1',
      BANDMATE_USER_DATA: userData,
      ...(options.serverUrl === undefined ? {} : { BANDMATE_SERVER_URL: options.serverUrl }),
      ...options.env,
    },
  });
  const child = app.process();
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const removeOwnFolder = async () => {
    if (options.userData === undefined) await rm(userData, { recursive: true, force: true, maxRetries: 5 });
  };
  const close = async () => {
    if (!hasEnded()) await app.close();
    await removeOwnFolder();
  };
  try {
    const page = await app.firstWindow({ timeout: 120_000 });
    return {
      app,
      page,
      userData,
      close,
      async kill() {
        if (hasEnded()) return;
        child.kill('SIGKILL');
        await ended;
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Drags files or folders, by their paths, over the middle of `locator` and drops them, as a file manager does. */
export async function dropFiles(page: Page, locator: Locator, paths: string[]): Promise<void> {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  if (!box) throw new Error('The place to drop on is not visible');
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, ...place, data });
  }
  await devtools.detach();
}

/** Has the app's folder chooser answer with `folder`, or cancel if it is undefined, instead of showing itself. */
export async function stubFolderChooser(app: ElectronApplication, folder: string | undefined): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({
      canceled: chosen === null,
      filePaths: chosen === null ? [] : [chosen],
    });
  }, folder ?? null);
}
