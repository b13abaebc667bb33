import { describe, expect, it } from 'vitest';
import { accountFolder } from '../../../main/runtime/account-folder.ts';
import { lockFolder } from '../../../main/runtime/folder-lock.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';

describe('an account’s folder', () => {
  it('is separate for each server, scheme, port and account', () => {
    const folders = [
      accountFolder('/data', 'http://localhost:3000', 'ana'),
      accountFolder('/data', 'https://localhost:3000', 'ana'),
      accountFolder('/data', 'http://localhost:3001', 'ana'),
      accountFolder('/data', 'http://localhost:3000', 'ben'),
      accountFolder('/data', 'http://[::1]:3000', 'ana'),
    ];
    expect(new Set(folders).size).toBe(folders.length);
    for (const folder of folders) expect(folder.slice('/data/'.length)).not.toMatch(/[:[\]]/);
  });

  it('belongs to one process at a time', async () => {
    const folder = await temporaryFolder();
    const first = lockFolder(folder);
    expect(lockFolder(folder)).toBeNull();
    first?.release();
    const second = lockFolder(folder);
    expect(second).not.toBeNull();
    second?.release();
  });
});
