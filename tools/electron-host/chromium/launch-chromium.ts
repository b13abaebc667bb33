import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { connectDevtools, type DevtoolsConnection } from './devtools-connection.ts';
import { hiddenPages } from './hidden-pages.ts';
import { prepareProfile } from './profile.ts';

/** The screen of Chromium without windows, in pixels. */
export const headlessScreen = { width: 1920, height: 1080 };

/** Turns off what an app doesn't need: first-run screens, phoning home, extensions, key rings. */
const quietFlags = [
  '--no-first-run',
  '--no-default-browser-check',
  '--no-service-autorun',
  '--no-pings',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-component-extensions-with-background-pages',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  `--disable-features=Translate,MediaRouter,OptimizationHints,NetworkTimeServiceQuerying,PreconnectToSearch,HttpsUpgrades,SpareRendererForSitePerProcess,${hiddenPages}`,
  '--disable-infobars',
  '--disable-search-engine-choice-screen',
  '--disable-sync',
  '--enable-unsafe-swiftshader',
  '--hide-crash-restore-bubble',
  '--metrics-recording-only',
  '--password-store=basic',
  '--unsafely-disable-devtools-self-xss-warnings',
];

export interface ChromiumOptions {
  executable: string;
  /** The folder of cookies, local storage and permissions. */
  profileFolder: string;
  headless: boolean;
  /** The port on which debuggers may attach; 0 for any free port, undefined for none. */
  debuggingPort: number | undefined;
  /** Extra switches from the app or the command line, as `--name` or `--name=value`. */
  switches: string[];
}

export interface Chromium {
  devtools: DevtoolsConnection;
  headless: boolean;
  /** The address for debuggers, if a port was requested. */
  address: string | undefined;
  /** Opens a window without browser controls that shows `url`. */
  openAppWindow(url: string): void;
  /** Asks Chromium to end, and kills it after 5 s. */
  close(): Promise<void>;
  ended: Promise<void>;
}

/**
 * Chromium reads file names by the locale: without one for UTF-8 it drops files named “ünïcode”. Electron doesn't
 * depend on it.
 */
export function utf8Environment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
  if (/utf-?8/i.test(locale)) return environment;
  const { LC_ALL: _, ...others } = environment;
  return { ...others, LC_CTYPE: 'C.UTF-8' };
}

const exitOf = (child: ChildProcess) => new Promise<void>((resolve) => child.once('exit', () => resolve()));

/**
 * Starts Chromium without a window, in its own process group, so that Ctrl-C reaches the app first, as with Electron.
 * When the app is killed, the pipe closes and Chromium exits.
 */
export async function launchChromium(options: ChromiumOptions): Promise<Chromium> {
  await prepareProfile(options.profileFolder);
  const common = [...quietFlags, ...options.switches, `--user-data-dir=${options.profileFolder}`];
  const headless = options.headless
    ? ['--headless=new', `--screen-info={${headlessScreen.width}x${headlessScreen.height}}`]
    : [];
  const port =
    options.debuggingPort === undefined ? [] : [`--remote-debugging-port=${options.debuggingPort}`];
  const child = spawn(
    options.executable,
    [...common, ...headless, ...port, '--remote-debugging-pipe', '--no-startup-window'],
    {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      detached: true,
      env: utf8Environment(process.env),
    },
  );
  const ended = exitOf(child);
  const [toChromium, fromChromium] = [child.stdio[3] as Writable, child.stdio[4] as Readable];
  const devtools = connectDevtools(toChromium, fromChromium);
  const address = await new Promise<string | undefined>((resolve, reject) => {
    const output: string[] = [];
    child.once('error', reject);
    void ended.then(() => reject(new Error(`${options.executable} ended at once:\n${output.join('\n')}`)));
    createInterface({ input: child.stderr as Readable }).on('line', (line) => {
      const found = /^DevTools listening on (ws:\/\/.*)$/.exec(line)?.[1];
      if (found) resolve(found);
      else if (output.length < 50) output.push(line);
    });
    // Without a port, the first answer shows that Chromium is up. If it exits instead, the code above rejects.
    if (port.length === 0)
      devtools.root.send('Browser.getVersion').then(
        () => resolve(undefined),
        () => undefined,
      );
  });

  return {
    devtools,
    headless: options.headless,
    address,
    ended,
    openAppWindow(url) {
      // A second start with the same profile hands its window to the running Chromium and ends.
      const messenger = spawn(options.executable, [...common, `--app=${url}`], {
        stdio: 'ignore',
        detached: true,
      });
      messenger.once('error', (error) => console.error('No window could be opened:', error));
    },
    async close() {
      const killTimer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      // Rejected only if Chromium has ended already.
      devtools.root.send('Browser.close').catch(() => undefined);
      await ended;
      clearTimeout(killTimer);
    },
  };
}
