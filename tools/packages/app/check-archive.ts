import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll, listPackage } from '@electron/asar';

/** The app is 13.5 MB. More means that something came along that it doesn't need. */
const mostBytes = 15e6;

/**
 * Throws if the archive is larger than it should be, if the system couldn't load a native part of it, or if a package
 * that the main process imports doesn't load out of it: then a file was left out that is needed.
 */
export function checkArchive(path: string, imports: readonly string[]): void {
  const { size } = statSync(path);
  if (size > mostBytes) throw new Error(`app.asar has ${size} bytes: something needless is in it.`);
  const native = listPackage(path, { isPack: false }).filter((file) => file.endsWith('.node'));
  const loose = globSync('**/*.node', { cwd: `${path}.unpacked` });
  if (native.length !== 1 || loose.length !== 1)
    throw new Error(
      `app.asar names ${native.length} native parts, ${loose.length} are beside it; 1 is needed.`,
    );
  const folder = mkdtempSync(join(tmpdir(), 'bandmate-archive-'));
  try {
    extractAll(path, folder);
    const program = imports.map((specifier) => `await import(${JSON.stringify(specifier)});`).join('\n');
    execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 60_000,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
