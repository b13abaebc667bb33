import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openKeyStore } from '../../../tools/electron-host/key-store.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';

it('the stand-in’s key store decrypts after a restart, but not with another key or if the data was changed', async () => {
  const folder = await temporaryFolder();
  const sealed = openKeyStore(join(folder, 'keys')).encrypt('a cookie, né');
  expect(sealed.includes('cookie')).toBe(false);
  expect(openKeyStore(join(folder, 'keys')).decrypt(sealed)).toBe('a cookie, né');
  expect(() => openKeyStore(join(folder, 'other')).decrypt(sealed)).toThrow();
  sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
  expect(() => openKeyStore(join(folder, 'keys')).decrypt(sealed)).toThrow();
});
