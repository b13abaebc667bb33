/**
 * Where the sign-in is stored between runs. In the app this is a file encrypted with a key of the operating system;
 * where there is no such key, and in tests and headless runs, it is memory only.
 */
export type SecretStore = {
  /** Whether what is written is encrypted and survives the process. Only call this after the app has started. */
  keepsSafely(): Promise<boolean>;
  read(): Promise<string | null>;
  write(secret: string): Promise<void>;
  clear(): Promise<void>;
};

export function createMemorySecretStore(): SecretStore {
  let stored: string | null = null;
  return {
    keepsSafely: async () => false,
    read: async () => stored,
    async write(secret) {
      stored = secret;
    },
    async clear() {
      stored = null;
    },
  };
}
