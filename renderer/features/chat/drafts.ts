/** What was typed to each person and not sent, kept over restarts. */
export type Drafts = { read(userId: string): string; write(userId: string, text: string): void };

/** `account` names whose drafts they are, on which server: another one never sees them. */
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
