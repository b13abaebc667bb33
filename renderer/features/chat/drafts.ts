/** Unsent text by person. Survives restarts. */
export type Drafts = { read(userId: string): string; write(userId: string, text: string): void };

/** `account` identifies the account and its server, so that no other account sees these drafts. */
export function createDrafts(
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  account: string,
): Drafts {
  const key = (userId: string) => `bandmate.draft ${account} ${userId}`;
  return {
    read: (userId) => storage.getItem(key(userId)) ?? '',
    write(userId, text) {
      if (text === '') storage.removeItem(key(userId));
      else storage.setItem(key(userId), text);
    },
  };
}
