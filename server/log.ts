import { type Logger, pino } from 'pino';
import type { ServerConfig } from './config.ts';

/** Structured logs on stderr; stdout has only the address. Secrets are removed by the names of their fields. */
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
  return pino({ level, redact: { paths, censor: '[redacted]' }, base: null }, pino.destination(2));
}
