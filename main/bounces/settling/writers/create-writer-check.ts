import { createLinuxWriterCheck } from './linux.ts';
import { createMacosWriterCheck } from './macos.ts';
import { createWindowsWriterCheck } from './windows.ts';
import type { WriterCheck } from './writer-check.ts';

/** This system's way to see writers; answers `unknown` where there is none. */
export function createWriterCheck(platform: NodeJS.Platform = process.platform): WriterCheck {
  if (platform === 'linux') return createLinuxWriterCheck();
  if (platform === 'darwin') return createMacosWriterCheck();
  if (platform === 'win32') return createWindowsWriterCheck();
  return async () => 'unknown';
}
