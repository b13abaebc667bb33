import { type Logger, pino } from 'pino';
import type { ServerConfig } from './config.ts';
import { currentRequestId } from './http/request-id.ts';

type LogConfig = Pick<ServerConfig, 'logLevel' | 'databaseUrl' | 'nodeName'>;

/** Structured logs on stderr; stdout has only the address. Lines about a request have its id, and those of one of several servers its name. Secrets are removed by the names of their fields. */
export function createLog({ logLevel: level, databaseUrl, nodeName: node }: LogConfig): Logger {
  const secrets = [
    'cookie',
    'authorization',
    'password',
    'token',
    'accessToken',
    'refreshToken',
    'set-cookie',
  ];
  const paths = secrets.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);
  const mixin = () => {
    const requestId = currentRequestId();
    return requestId === undefined ? {} : { requestId };
  };
  const redact = { paths, censor: '[redacted]' };
  return pino({ level, redact, base: databaseUrl === null ? null : { node }, mixin }, pino.destination(2));
}
