import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createWindowsWriterCheck } from '../../../main/bounces/settling/writers/windows.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

/** Another process has the file open until it is ended. */
async function holdOpen(path: string, flags: 'r' | 'r+') {
  const code = `require('fs').openSync(${JSON.stringify(path)}, '${flags}'); console.log('open'); setInterval(() => {}, 1e6)`;
  const holder = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = async () => {
    if (holder.exitCode !== null || holder.signalCode !== null) return;
    holder.kill();
    await once(holder, 'exit');
  };
  disposeLater(end);
  await once(holder.stdout, 'data');
  return end;
}

describe.runIf(process.platform === 'win32')('an open without sharing, on Windows', () => {
  it.each(['r', 'r+'] as const)('fails while another process has the file open with %s', async (flags) => {
    const path = join(await temporaryFolder(), 'Sunset Groove.wav');
    await writeFile(path, 'RIFF');
    const check = createWindowsWriterCheck();
    const file = { path, device: '', inode: '' };
    expect(await check(file)).toBe('none');
    const end = await holdOpen(path, flags);
    expect(await check(file)).toBe('unknown');
    await end();
    expect(await check(file)).toBe('none');
  });
});
