import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../main/common/log.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';

describe('the log of the main process', () => {
  it('writes a line for each call, without secrets', async () => {
    const file = join(await temporaryFolder(), 'logs', 'main.log');
    const log = createLog(file);
    log.info({ name: 'first', password: 'hunter2' }, 'One');
    log.warn('Two');
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['One', 'Two']);
    expect(lines.join()).not.toContain('hunter2');
  });

  it.runIf(process.platform === 'linux')('keeps running when the disk is full', () => {
    const log = createLog('/dev/full');
    expect(() => {
      log.info('lost');
      log.error('lost too');
    }).not.toThrow();
  });
});
