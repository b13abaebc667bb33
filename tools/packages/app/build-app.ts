import { cpSync, existsSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { ensureBuilt } from '../../setup/app-build.ts';
import { electronExecutable } from '../../setup/electron.ts';
import { step } from '../../setup/say.mjs';
import type { Outcome } from '../outcome.ts';
import { asarPath } from './asar-path.ts';
import { checkArchive } from './check-archive.ts';
import { checkFuses } from './check-fuses.ts';
import { appConfiguration, executableName } from './configuration.ts';
import { writePlaceholder } from './placeholder-electron.ts';
import { listImports, listShippedModules } from './shipped-modules.ts';

/** The packages of the app: the archive that each of them has in it, and the installers of the systems. */
export const appPackages = ['app.asar', 'AppImage', 'deb', 'dmg', 'nsis'] as const;
export type AppPackage = (typeof appPackages)[number];

type Installer = Exclude<AppPackage, 'app.asar'>;
const installers: Record<Installer, { platform: Platform; archs: Arch[]; needs: string }> = {
  AppImage: { platform: Platform.LINUX, archs: [hostArch()], needs: 'Linux' },
  deb: { platform: Platform.LINUX, archs: [hostArch()], needs: 'Linux' },
  dmg: { platform: Platform.MAC, archs: [Arch.arm64, Arch.x64], needs: 'macOS' },
  nsis: { platform: Platform.WINDOWS, archs: [Arch.x64], needs: 'Windows' },
};

/** Builds these packages into `dist/app`. Each ends with an outcome; nothing throws but a broken build of the app. */
export async function buildApp(root: string, names: readonly AppPackage[]): Promise<Outcome[]> {
  await ensureBuilt(root);
  const electron = await electronExecutable(root);
  const outcomes: Outcome[] = [];
  for (const name of names) {
    const outcome =
      name === 'app.asar' ? await buildArchive(root, electron) : await buildInstaller(root, name, electron);
    outcomes.push({ name, ...outcome });
  }
  return outcomes;
}

type Ending = { kind: 'built'; path: string } | { kind: 'impossible' | 'failed'; why: string };

/** The real archive, also without Electron's binary: a placeholder takes its place, and is removed. */
async function buildArchive(root: string, electron: string | undefined): Promise<Ending> {
  const work = join(root, 'dist/app/work');
  rmSync(work, { recursive: true, force: true });
  const electronDist = electron ? electronFolder(electron) : writePlaceholder(join(work, 'placeholder'));
  try {
    await step('Packing app.asar', () =>
      run(root, { output: work, electronDist, platform: hostPlatform(), target: 'dir', archs: [hostArch()] }),
    );
    const [found] = globSync('**/app.asar', { cwd: work });
    if (found === undefined) throw new Error('electron-builder left no app.asar.');
    await checkFuses(programIn(work));
    checkArchive(join(work, found), listImports(root));
    const path = asarPath(root);
    rmSync(dirname(path), { recursive: true, force: true });
    mkdirSync(dirname(path), { recursive: true });
    for (const part of ['', '.unpacked']) cpSync(join(work, found + part), path + part, { recursive: true });
    return { kind: 'built', path };
  } catch (error) {
    return { kind: 'failed', why: (error as Error).message };
  } finally {
    if (!electron) rmSync(work, { recursive: true, force: true });
  }
}

async function buildInstaller(root: string, name: Installer, electron: string | undefined): Promise<Ending> {
  const { platform, archs, needs } = installers[name];
  if (platform !== hostPlatform()) return { kind: 'impossible', why: `it is built on ${needs}` };
  if (!electron)
    return { kind: 'impossible', why: 'Electron’s binary is not installed and could not be downloaded' };
  const output = join(root, 'dist/app');
  try {
    const files = await step(`Building ${name}`, () =>
      run(root, { output, electronDist: undefined, platform, target: name, archs }),
    );
    const path = files.find((file) => file.toLowerCase().endsWith(extensions[name]));
    if (path === undefined || !existsSync(path)) throw new Error(`electron-builder left no ${name}.`);
    return { kind: 'built', path };
  } catch (error) {
    const why = (error as Error).message;
    return { kind: isUnreachable(why) ? 'impossible' : 'failed', why };
  }
}

const extensions: Record<Installer, string> = {
  AppImage: '.appimage',
  deb: '.deb',
  dmg: '.dmg',
  nsis: '.exe',
};

type Run = {
  output: string;
  electronDist: string | undefined;
  platform: Platform;
  target: string;
  archs: Arch[];
};

function run(root: string, { output, electronDist, platform, target, archs }: Run): Promise<string[]> {
  const { UPDATE_FEED, CSC_LINK, CSC_NAME } = process.env;
  return build({
    projectDir: root,
    publish: 'never',
    targets: platform.createTarget(target, ...archs),
    config: appConfiguration({
      ...{ root, output, electronDist },
      modules: listShippedModules(root),
      updateFeed: UPDATE_FEED || undefined,
      isSigned: Boolean(CSC_LINK || CSC_NAME),
    }),
  });
}

/** electron-builder fetches tools for some packages. */
const isUnreachable = (message: string) =>
  /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|getaddrinfo|cannot resolve|status code (4|5)\d\d/i.test(
    message,
  );

function programIn(work: string): string {
  const [program] = globSync(
    ['*-unpacked/BandMate.exe', `*-unpacked/${executableName}`, 'mac*/BandMate.app'].map((path) =>
      join(work, path),
    ),
  );
  if (program === undefined) throw new Error('electron-builder left no program.');
  return program;
}

/** The folder that electron-builder copies: on macOS it is around the bundle. */
function electronFolder(executable: string): string {
  const bundle = executable.indexOf('Electron.app');
  return bundle < 0 ? dirname(executable) : executable.slice(0, bundle);
}

function hostPlatform(): Platform {
  return Platform.current();
}

function hostArch(): Arch {
  return process.arch === 'arm64' ? Arch.arm64 : Arch.x64;
}
