import { readFileSync } from 'node:fs';
import inspector from 'node:inspector';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, becomeReady, describeApp, isEnding } from './api/app.ts';
import { serveMissed } from './api/protocol.ts';
import { startRuntime } from './api/runtime.ts';
import { findChromium } from './chromium/find-chromium.ts';
import { launchChromium } from './chromium/launch-chromium.ts';
import { createPages } from './chromium/pages.ts';
import { readEnvironment } from './chromium/read-environment.ts';
import { readCommandLine } from './command-line.ts';
import { isArchive, openArchive } from './open-archive.ts';

const require = createRequire(import.meta.url);
const [, , executable = '', ...words] = process.argv;
const line = readCommandLine(words);

function fail(reason: string): never {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}

/** Makes this process look like Electron's main process to the app. */
function pretendToBeElectron(): void {
  process.argv = [executable, ...words];
  const { version } = JSON.parse(readFileSync(require.resolve('electron/package.json'), 'utf8')) as {
    version: string;
  };
  Object.defineProperty(process.versions, 'electron', { value: `${version}-stand-in`, enumerable: true });
  Object.assign(process, { type: 'browser', defaultApp: true, resourcesPath: import.meta.dirname });
  const electronModule = pathToFileURL(join(import.meta.dirname, 'electron-module.ts')).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      /^electron(\/main|\/common)?$/.test(specifier)
        ? { url: electronModule, shortCircuit: true }
        : next(specifier, context),
  });
}

/** Runs the app's main script, CommonJS or ES module. As in Electron, `ready` waits for it. */
async function runMainScript(folder: string, isPackaged: boolean): Promise<void> {
  const {
    main = 'index.js',
    name = 'Electron',
    productName = name,
    version = '',
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    main?: string;
    name?: string;
    productName?: string;
    version?: string;
  };
  describeApp({ folder, name: productName, version, userData: line.userDataFolder, isPackaged });
  for (const preload of line.preloads) require(preload);
  await import(pathToFileURL(join(folder, main)).href);
}

async function startChromium(): Promise<void> {
  const chromiumPath = findChromium(process.env);
  if (!chromiumPath)
    fail('No Chromium was found. Install it (Debian: apt install chromium) or set CHROMIUM to its path.');
  const hasDisplay = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  const switches = new Set([...line.switches, ...app.switches]);
  // Chromium refuses to run as root in its sandbox. Without the sandbox, --test-type hides its warning bar.
  if (process.getuid?.() === 0) switches.add('--no-sandbox');
  if (switches.has('--no-sandbox')) switches.add('--test-type');
  const chromium = await launchChromium({
    executable: chromiumPath,
    profileFolder: join(app.getPath('userData'), 'chromium'),
    headless: process.env.BANDMATE_HEADLESS === '1' || !hasDisplay,
    debuggingPort: line.debuggingPort,
    switches: [...switches],
  });
  void chromium.ended.then(() => {
    if (!isEnding()) fail('Chromium has ended, so the app ends too.');
  });
  await serveMissed(chromium.devtools.root);
  const pages = await createPages(chromium);
  startRuntime({ chromium, pages, environment: await readEnvironment(chromium.headless, pages) });
  // The line Playwright waits for.
  if (chromium.address !== undefined) process.stderr.write(`\nDevTools listening on ${chromium.address}\n`);
}

if (line.appFolder === undefined) fail('usage: electron [switches] <app folder or app.asar>');
pretendToBeElectron();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
// Prints "Debugger listening on …", which Playwright waits for.
if (line.inspectPort !== undefined) inspector.open(line.inspectPort, '127.0.0.1');
const isPackaged = isArchive(line.appFolder);
await runMainScript(isPackaged ? openArchive(line.appFolder) : line.appFolder, isPackaged);
if (!isEnding()) {
  await startChromium();
  if (!isEnding()) becomeReady();
}
