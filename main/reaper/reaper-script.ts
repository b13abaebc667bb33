import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { LocalState } from '../../protocol/ipc/local-channels.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { localText } from '../text/local.ts';

/** Where REAPER keeps its settings and scripts, if nobody chose another folder, and the scripts that the app ships with. */
export type ReaperPlace = { folder: string; scripts: string };

/** The files as they were installed: if theirs is another SHA-256 now, somebody changed them. */
export const installedFilesSchema = z.object({ names: z.array(z.string()), sha256: z.string() });
type InstalledFiles = z.infer<typeof installedFilesSchema>;

/** `folder`: null for the usual one. `files`: null if nothing is installed. */
type Installed = { folder: string | null; files: InstalledFiles | null };

/** The script is loaded by this name; its parts are in a folder beside it. */
const mainScript = 'BandMate.lua';
/** Tells the script where the app's folder for requests is. */
const placeFile = 'place.txt';

export type ReaperScript = {
  look(installed: Installed): Promise<Omit<LocalState['reaper'], 'isConnected'>>;
  /** Writes all its files. */
  install(installed: Installed): Promise<Outcome<InstalledFiles>>;
  /** Replaces an installed script by the shipped one unless somebody changed it. Null if there is nothing to do. */
  update(installed: Installed): Promise<InstalledFiles | null>;
  remove(installed: Installed): Promise<Outcome<null>>;
  isReapersFolder(folder: string): Promise<boolean>;
};

export function createReaperScript(place: ReaperPlace, dataFolder: string): ReaperScript {
  const folderOf = ({ folder }: Installed) => folder ?? place.folder;
  const targetOf = (installed: Installed) => join(folderOf(installed), 'Scripts', 'BandMate');
  const shipped = () => readScripts(place.scripts);

  /** As the files are now; null if nothing is there. */
  async function installedHash(installed: Installed): Promise<string | null> {
    const names = installed.files?.names ?? [];
    const texts = await Promise.all(names.map((name) => read(join(targetOf(installed), name))));
    if ((texts[names.indexOf(mainScript)] ?? null) === null) return null;
    return hashOf(new Map(names.map((name, index) => [name, texts[index] ?? ''])));
  }

  async function install(installed: Installed): Promise<Outcome<InstalledFiles>> {
    const folder = folderOf(installed);
    if (!(await isFolder(folder)))
      return { ok: false, kind: 'not-found', message: localText.noReaper(folder) };
    const target = targetOf(installed);
    const scripts = shipped();
    try {
      for (const [name, text] of [...scripts, [placeFile, dataFolder] as const])
        await replace(join(target, name), text);
      const gone = installed.files?.names.filter((name) => !scripts.has(name)) ?? [];
      for (const name of gone) await rm(join(target, name), { force: true });
    } catch (error) {
      return { ok: false, kind: 'internal', message: localText.cannotWrite(target, reasonOf(error)) };
    }
    return { ok: true, data: { names: [...scripts.keys()], sha256: hashOf(scripts) } };
  }

  return {
    async look(installed) {
      const [folder, script] = [folderOf(installed), join(targetOf(installed), mainScript)];
      const hash = await installedHash(installed);
      if (hash !== null)
        return { kind: hash === installed.files?.sha256 ? 'installed' : 'changed', folder, script };
      return { kind: (await isFolder(folder)) ? 'not-installed' : 'not-found', folder, script };
    },
    install,
    async update(installed) {
      const hash = await installedHash(installed);
      const isCurrent =
        hash === hashOf(shipped()) && (await read(join(targetOf(installed), placeFile))) === dataFolder;
      // Removed by hand, changed by hand, or as the app has it.
      if (hash === null || hash !== installed.files?.sha256 || isCurrent) return null;
      const updated = await install(installed);
      return updated.ok ? updated.data : null;
    },
    async remove(installed) {
      const target = targetOf(installed);
      try {
        for (const name of [...(installed.files?.names ?? []), placeFile])
          await rm(join(target, name), { force: true });
        for (const folder of [join(target, 'parts'), target]) await removeEmpty(folder);
      } catch (error) {
        return { ok: false, kind: 'internal', message: localText.cannotRemove(target, reasonOf(error)) };
      }
      return { ok: true, data: null };
    },
    isReapersFolder: async (folder) => existsSync(join(folder, 'reaper.ini')),
  };
}

/**
 * REAPER's usual folder, as its documentation names it for each system, and the scripts beside the app's code.
 * `BANDMATE_REAPER_FOLDER` is another folder, for tests and portable installations.
 */
export function usualReaperPlace(
  platform: 'darwin' | 'win32' | 'linux',
  { APPDATA, XDG_CONFIG_HOME, BANDMATE_REAPER_FOLDER }: NodeJS.ProcessEnv,
): ReaperPlace {
  const folders = {
    darwin: join(homedir(), 'Library', 'Application Support'),
    win32: APPDATA || join(homedir(), 'AppData', 'Roaming'),
    linux: XDG_CONFIG_HOME || join(homedir(), '.config'),
  };
  return { folder: BANDMATE_REAPER_FOLDER || join(folders[platform], 'REAPER'), scripts: shippedScripts() };
}

/** Beside this file when run from source; in a build, beside or one folder above the code. */
function shippedScripts(): string {
  const candidates = ['./script', './reaper-script', '../reaper-script'];
  const folders = candidates.map((name) => fileURLToPath(new URL(name, import.meta.url)));
  return folders.find((folder) => existsSync(folder)) ?? folders[0] ?? '';
}

/** Texts by their name in REAPER's folder, with slashes. */
function readScripts(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.lua'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function hashOf(scripts: ReadonlyMap<string, string>): string {
  return createHash('sha256')
    .update(JSON.stringify([...scripts]))
    .digest('hex');
}

async function replace(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

async function removeEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    // The user may have put files of their own into it.
    if (!/ENOTEMPTY|EEXIST|ENOENT/.test(reasonOf(error))) throw error;
  }
}

const read = (path: string) => readFile(path, 'utf8').catch(() => null);

const isFolder = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const reasonOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
