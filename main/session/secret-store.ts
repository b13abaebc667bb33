/**
 * Where the sign-in is kept between starts. In the app it is a file encrypted with a key of the operating system;
 * where there is no such key, and in tests and headless runs, it is memory only.
 */
export type SecretStore = {
  /** Whether what is written is encrypted and outlives the process. Asked after start, never before. */
  keepsSafely(): Promise<boolean>;
  read(): Promise<string | null>;
  write(secret: string): Promise<void>;
  clear(): Promise<void>;
};

export function createMemorySecretStore(): SecretStore {
  let kept: string | null = null;
  return {
    keepsSafely: async () => false,
    read: async () => kept,
    async write(secret) {
      kept = secret;
    },
    async clear() {
      kept = null;
    },
  };
}
