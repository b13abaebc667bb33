import { join } from 'node:path';

/** A separate folder for each account at each server, so that accounts never see or send each other's data. */
export function accountFolder(userData: string, serverUrl: string, accountId: string): string {
  const { protocol, host } = new URL(serverUrl);
  const server = `${protocol.slice(0, -1)}-${host.replaceAll(/[^a-z0-9.-]/g, '_')}`;
  return join(userData, 'accounts', server, accountId);
}
