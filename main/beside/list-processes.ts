import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Longer than a busy system needs. */
const patienceMilliseconds = 10_000;
const mostOutput = 8 * 1024 ** 2;

/** The kernel keeps so many letters of a process's name. */
const longestName = 15;

/** The names of the running processes: of the program's file, and on macOS of its bundle. */
export async function listProcesses(platform: NodeJS.Platform): Promise<string[]> {
  const options = { timeout: patienceMilliseconds, maxBuffer: mostOutput, windowsHide: true };
  if (platform === 'win32')
    return readTasklist((await run('tasklist', ['/fo', 'csv', '/nh'], options)).stdout);
  // Without two `w`, macOS cuts each line where a terminal would end, at 79 letters: in the middle of a bundle's path.
  if (platform === 'darwin') return readPs((await run('ps', ['-axwwo', 'comm='], options)).stdout);
  return readProc('/proc');
}

/** Lines such as `"reaper.exe","4321","Console","1","120.000 K"`. */
export function readTasklist(output: string): string[] {
  return [...output.matchAll(/^"((?:[^"]|"")*)"/gm)].map(([, name = '']) => name.replaceAll('""', '"'));
}

/** One path a line. A program in a bundle is known by the bundle’s name: Ableton’s own is only “Live”. */
export function readPs(output: string): string[] {
  return output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) => {
      const [, bundle] = /\/([^/]+)\.app\/Contents\/MacOS\/[^/]+$/.exec(line) ?? [];
      return bundle === undefined ? [baseName(line)] : [bundle, baseName(line)];
    });
}

/** Also of programs for Windows that run under Wine. */
export async function readProc(folder: string): Promise<string[]> {
  const ids = (await readdir(folder)).filter((name) => /^\d+$/.test(name));
  const names = await Promise.all(ids.map((id) => readName(`${folder}/${id}`)));
  return names.filter((name) => name !== null);
}

async function readName(folder: string): Promise<string | null> {
  try {
    const name = (await readFile(`${folder}/comm`, 'utf8')).trimEnd();
    if (name.length < longestName) return name;
    const [program = ''] = (await readFile(`${folder}/cmdline`, 'utf8')).split('\0');
    // A process may call itself something else than its program.
    return baseName(program).startsWith(name) ? baseName(program) : name;
  } catch {
    // It has ended.
    return null;
  }
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
