import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { connectDevtools, type DevtoolsConnection } from './devtools-connection.ts';
import { waitForProfile } from './profile.ts';

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
  /** Switches the app or its starter asked for, as `--name` or `--name=value`. */
  switches: string[];
}

export interface Chromium {
  devtools: DevtoolsConnection;
  headless: boolean;
  /** The debugging address Playwright connects to. */
  address: string;
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
  await waitForProfile(options.profileFolder);
  const common = [...quietFlags, ...options.switches, `--user-data-dir=${options.profileFolder}`];
  const headless = options.headless ? ['--headless=new', '--screen-info={1920x1080}'] : [];
  const child = spawn(
    options.executable,
    [...common, ...headless, '--remote-debugging-pipe', '--remote-debugging-port=0', '--no-startup-window'],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'], detached: true },
  );
  const ended = exitOf(child);
  const lines: string[] = [];
  const address = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    const errors = createInterface({ input: child.stderr as Readable });
    errors.on('line', (line) => {
      const found = /^DevTools listening on (ws:\/\/.*)$/.exec(line)?.[1];
      if (found) resolve(found);
      else if (lines.length < 50) lines.push(line);
    });
    void ended.then(() => reject(new Error(`${options.executable} ended at once:\n${lines.join('\n')}`)));
  });
  const [toChromium, fromChromium] = [child.stdio[3] as Writable, child.stdio[4] as Readable];
  const devtools = connectDevtools(toChromium, fromChromium);

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
