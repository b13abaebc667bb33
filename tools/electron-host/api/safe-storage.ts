import type * as Electron from 'electron';
import { openKeyStore } from '../key-store.ts';
import { knownMembers } from '../known-members.ts';

const refusal = () =>
  new Error('Error while encrypting the text provided to safeStorage. Encryption is not available.');

const folder = process.env.ELECTRON_HOST_KEY_STORE;
const store = folder ? openKeyStore(folder) : null;

function encrypt(text: string): Buffer {
  if (!store) throw refusal();
  return store.encrypt(text);
}

function decrypt(sealed: Buffer): string {
  if (!store) throw refusal();
  return store.decrypt(sealed);
}

/**
 * Reports that no key store is available, as Electron does on a desktop without one, unless `ELECTRON_HOST_KEY_STORE`
 * names a folder for one.
 */
export const safeStorage = knownMembers('safeStorage', {
  isEncryptionAvailable: () => store !== null,
  isAsyncEncryptionAvailable: async () => store !== null,
  getSelectedStorageBackend: () => (store ? ('gnome_libsecret' as const) : ('basic_text' as const)),
  encryptString: encrypt,
  decryptString: decrypt,
  encryptStringAsync: async (text) => encrypt(text),
  decryptStringAsync: async (sealed) => ({ shouldReEncrypt: false, result: decrypt(sealed) }),
} satisfies Omit<Electron.SafeStorage, 'setUsePlainTextEncryption'>);
