import { type Logger, pino } from 'pino';
import type { ServerConfig } from './config.ts';
import { currentRequestId } from './http/request-id.ts';

/** Structured logs on stderr; stdout has only the address. Lines about a request have its id. Secrets are removed by the names of their fields. */
export function createLog(level: ServerConfig['logLevel']): Logger {
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
  return pino({ level, redact, base: null, mixin }, pino.destination(2));
}
