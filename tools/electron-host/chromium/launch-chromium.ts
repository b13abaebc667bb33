import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { connectDevtools, type DevtoolsConnection } from './devtools-connection.ts';
import { prepareProfile } from './profile.ts';

/** What an app's Chromium needs none of: first-run screens, phoning home, extensions, key rings, throttling. */
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
  '--disable-features=Translate,MediaRouter,OptimizationHints,NetworkTimeServiceQuerying,PreconnectToSearch,HttpsUpgrades',
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
  /** Where cookies, local storage and permissions live. */
  profileFolder: string;
  headless: boolean;
  /** Where others may attach to Chromium, 0 for any free port; nowhere if undefined. */
  debuggingPort: number | undefined;
  /** Switches the app or its starter asked for, as `--name` or `--name=value`. */
  switches: string[];
}

export interface Chromium {
  devtools: DevtoolsConnection;
  headless: boolean;
  /** What a debugger connects to, if a port was asked for. */
  address: string | undefined;
  /** Opens a window without browser controls that shows `url`. */
  openAppWindow(url: string): void;
  /** Asks Chromium to end, and makes sure. */
  close(): Promise<void>;
  ended: Promise<void>;
}

const exitOf = (child: ChildProcess) => new Promise<void>((resolve) => child.once('exit', () => resolve()));

/**
 * Starts Chromium without a window. It leads a process group of its own so that Ctrl-C reaches the app first, as with
 * Electron; when the app is killed the pipe closes, and Chromium ends by itself.
 */
export async function launchChromium(options: ChromiumOptions): Promise<Chromium> {
  await prepareProfile(options.profileFolder);
  const common = [...quietFlags, ...options.switches, `--user-data-dir=${options.profileFolder}`];
  const headless = options.headless ? ['--headless=new', '--screen-info={1920x1080}'] : [];
  const port =
    options.debuggingPort === undefined ? [] : [`--remote-debugging-port=${options.debuggingPort}`];
  const child = spawn(
    options.executable,
    [...common, ...headless, ...port, '--remote-debugging-pipe', '--no-startup-window'],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'], detached: true },
  );
  const ended = exitOf(child);
  const [toChromium, fromChromium] = [child.stdio[3] as Writable, child.stdio[4] as Readable];
  const devtools = connectDevtools(toChromium, fromChromium);
  const address = await new Promise<string | undefined>((resolve, reject) => {
    const said: string[] = [];
    child.once('error', reject);
    void ended.then(() => reject(new Error(`${options.executable} ended at once:\n${said.join('\n')}`)));
    createInterface({ input: child.stderr as Readable }).on('line', (line) => {
      const found = /^DevTools listening on (ws:\/\/.*)$/.exec(line)?.[1];
      if (found) resolve(found);
      else if (said.length < 50) said.push(line);
    });
    // Without a port the first answer shows that it is up; that there will be none is told by its end, above.
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
      const hurry = setTimeout(() => child.kill('SIGKILL'), 5_000);
      // Refused only if Chromium has ended already, which is what is wanted.
      devtools.root.send('Browser.close').catch(() => undefined);
      await ended;
      clearTimeout(hurry);
    },
  };
}
