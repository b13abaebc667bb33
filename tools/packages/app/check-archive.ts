import { globSync, statSync } from 'node:fs';
import { listPackage } from '@electron/asar';

/** The app is 15 MB. More means that something came along that it doesn't need. */
const mostBytes = 17e6;

/** Throws if the archive is larger than it should be, or the system couldn't load a native part of it. */
export function checkArchive(path: string): void {
  const { size } = statSync(path);
  if (size > mostBytes) throw new Error(`app.asar has ${size} bytes: something needless is in it.`);
  const native = listPackage(path, { isPack: false }).filter((file) => file.endsWith('.node'));
  const loose = globSync('**/*.node', { cwd: `${path}.unpacked` });
  if (native.length !== 1 || loose.length !== 1)
    throw new Error(
      `app.asar names ${native.length} native parts, ${loose.length} are beside it; 1 is needed.`,
    );
}
