import { execFile } from 'node:child_process';
import type { WriterCheck, WriterState } from './writer-check.ts';

/**
 * Asks `lsof` about the path. It sees the processes of the same user, such as a DAW. It exits with 1 both when no
 * process has the file open (and prints nothing) and when it fails (and prints why).
 */
export function createMacosWriterCheck(lsof = '/usr/sbin/lsof'): WriterCheck {
  return (file) =>
    new Promise((resolve) => {
      execFile(lsof, ['-w', '-F', 'fa', '--', file.path], { timeout: 2_000 }, (error, stdout, stderr) => {
        if (error && (error.code !== 1 || stderr !== '')) resolve('unknown');
        else resolve(readLsofAnswer(stdout));
      });
    });
}

/** `lsof -F fa` prints a line for each field; `a` is the access mode: `r`, `w`, `u` for both, or a space. */
export function readLsofAnswer(output: string): WriterState {
  return output.split('\n').some((line) => line === 'aw' || line === 'au') ? 'open' : 'none';
}
