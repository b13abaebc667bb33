import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { distribution, installFromDebian } from './debian.ts';
import { say, step } from './say.mjs';

/** The facts about a machine that decide which Chromium and which other programs are used. Passed in, so tests can describe any machine. */
export type Machine = {
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  isRoot: boolean;
  /** The text of /etc/os-release, or '' if there is none. */
  osRelease: string;
  isExecutable(path: string): boolean;
  /** Whether there is an account of that name. */
  hasUser(name: string): boolean;
};

export function thisMachine(): Machine {
  return {
    platform: process.platform,
    environment: process.env,
    isRoot: process.getuid?.() === 0,
    osRelease: process.platform === 'linux' ? readOptional('/etc/os-release') : '',
    isExecutable,
    hasUser: (name) => spawnSync('id', ['-u', name]).status === 0,
  };
}

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
];

const knownLocations: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/lib/chromium/chromium',
    '/snap/bin/chromium',
    '/opt/google/chrome/chrome',
  ],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** The Chromium to use: `CHROMIUM` if set, else the first known name on PATH, else the first known location. */
export function findChromium(machine: Machine): string | undefined {
  const { CHROMIUM, PATH = '' } = machine.environment;
  if (CHROMIUM) return machine.isExecutable(CHROMIUM) ? CHROMIUM : undefined;
  const folders = PATH.split(delimiter).filter(Boolean);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...(knownLocations[machine.platform] ?? [])].find(machine.isExecutable);
}

/** Whether we may install Debian's package. Ubuntu's package is a snap, which doesn't install in a container. */
export function canInstallChromium(machine: Machine): boolean {
  return machine.isRoot && !machine.environment.CHROMIUM && distribution(machine.osRelease) === 'debian';
}

/** A sentence that explains how to get Chromium on this machine. */
export function chromiumAdvice(machine: Machine): string {
  if (machine.environment.CHROMIUM) {
    return `CHROMIUM is set to ${machine.environment.CHROMIUM}, which isn’t an executable file.`;
  }
  const how =
    machine.platform !== 'linux'
      ? 'Install Google Chrome or Chromium'
      : distribution(machine.osRelease) === 'debian'
        ? 'Run "apt-get install chromium" as root'
        : distribution(machine.osRelease) === 'ubuntu'
          ? 'Run "snap install chromium"'
          : 'Install Chromium with your package manager';
  return `No Chromium was found. ${how}, or set CHROMIUM to its path, and try again.`;
}

/** Finds Chromium, or installs it where that is allowed. `message` is a sentence for the user. */
export async function ensureChromium(
  machine: Machine,
): Promise<{ ok: true; path: string } | { ok: false; message: string }> {
  const found = findChromium(machine);
  if (found) return { ok: true, path: found };
  if (canInstallChromium(machine)) {
    // Chromium only recommends fonts. Without any, characters missing from our own font show as boxes.
    const packages = ['chromium', 'fonts-liberation'];
    const installed = await step('Installing Chromium from Debian', () => installFromDebian(packages));
    const path = installed ? findChromium(machine) : undefined;
    if (path) return { ok: true, path };
    say('Chromium could not be installed from Debian. See apt-get’s output above.');
  }
  return { ok: false, message: chromiumAdvice(machine) };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Missing, or not executable for us.
    return false;
  }
}

function readOptional(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
