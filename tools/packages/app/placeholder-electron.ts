import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Electron's fuses are bytes behind this text: a version, how many there are, and each one's state. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuseCount = 9;

/**
 * A folder in the place of Electron's binary, from which electron-builder makes a real ASAR. The program in it only has
 * fuses, so that those of the configuration are set and can be read; it doesn't run.
 */
export function writePlaceholder(folder: string): string {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  writeFileSync(join(folder, 'locales/en-US.pak'), '');
  const wire = Buffer.from([1, fuseCount, ...Buffer.from('0'.repeat(fuseCount))]);
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(`no Electron\0${sentinel}`), wire]), {
    mode: 0o755,
  });
  return folder;
}
