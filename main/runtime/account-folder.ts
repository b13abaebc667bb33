import { join } from 'node:path';

/** One folder for each account at each server: nothing of one is ever seen, or sent, by another. */
export function accountFolder(userData: string, serverUrl: string, accountId: string): string {
  const { protocol, host } = new URL(serverUrl);
  const server = `${protocol.slice(0, -1)}-${host.replaceAll(/[^a-z0-9.-]/g, '_')}`;
  return join(userData, 'accounts', server, accountId);
}
