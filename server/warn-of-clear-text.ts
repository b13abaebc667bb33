import type { Logger } from 'pino';
import { isLoopback } from '../common/clear-text.ts';
import type { ServerConfig } from './config.ts';

/** Warns an operator whose server is reached over a network without https. */
export function warnOfClearText(
  { host, publicUrl }: Pick<ServerConfig, 'host' | 'publicUrl'>,
  log: Logger,
): void {
  if (isLoopback(host) || publicUrl?.startsWith('https:')) return;
  log.warn(
    { host, publicUrl },
    'Passwords and music travel unencrypted: put a proxy with https in front, and set APP_URL to its address',
  );
}
