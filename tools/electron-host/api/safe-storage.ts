import type * as Electron from 'electron';
import { knownMembers } from '../known-members.ts';

const refusal = () =>
  new Error('Error while encrypting the text provided to safeStorage. Encryption is not available.');

/** There is no key store behind the stand-in and it says so, as Electron does on a desktop without one. */
export const safeStorage = knownMembers('safeStorage', {
  isEncryptionAvailable: () => false,
  isAsyncEncryptionAvailable: async () => false,
  getSelectedStorageBackend: () => 'basic_text' as const,
  encryptString: () => {
    throw refusal();
  },
  decryptString: () => {
    throw refusal();
  },
  encryptStringAsync: async () => {
    throw refusal();
  },
  decryptStringAsync: async () => {
    throw refusal();
  },
} satisfies Omit<Electron.SafeStorage, 'setUsePlainTextEncryption'>);
