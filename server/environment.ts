import * as z from 'zod';
import type { Outcome } from '../protocol/wire/error.ts';
import type { ServerConfig } from './config.ts';

const publicUrlSchema = z
  .url({ protocol: /^https?$/, error: 'must be an address like https://band.example.com' })
  .transform((url) => url.replace(/\/+$/, ''));

const originSchema = z
  .url({ protocol: /^[a-z][a-z0-9+.-]*$/, error: 'must list origins like https://band.example.com' })
  .transform((url) => url.replace(/\/+$/, ''));

const wholeNumber = (minimum: number, maximum: number) => {
  const error = `must be a whole number from ${minimum} to ${maximum}`;
  return z
    .string()
    .regex(/^\d{1,16}$/, error)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, error);
};

/** What an operator may set; each is left out for its default in `config.ts`. Sizes in bytes. */
const environmentSchema = z.object({
  PORT: wholeNumber(0, 65_535).optional(),
  HOST: z.string().optional(),
  DATA_DIR: z.string().optional(),
  APP_URL: publicUrlSchema.optional(),
  ALLOWED_ORIGINS: z
    .string()
    .transform((list) => list.split(',').flatMap((origin) => origin.trim() || []))
    .pipe(z.array(originSchema))
    .optional(),
  MAX_FILE_BYTES: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional(),
  EVENT_DAYS: wholeNumber(1, 36_500).optional(),
  ANSWER_DAYS: wholeNumber(1, 36_500).optional(),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'], 'must be silent, error, warn, info or debug')
    .optional(),
});

/** The configuration that the environment asks for, or a sentence on which variable is wrong. Empty = not set. */
export function readEnvironment(environment: NodeJS.ProcessEnv): Outcome<Partial<ServerConfig>> {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) {
    const sentences = parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`);
    return { ok: false, kind: 'invalid', message: sentences.join(' ') };
  }
  const { PORT, HOST, DATA_DIR, APP_URL, ALLOWED_ORIGINS, MAX_FILE_BYTES, LOG_LEVEL } = parsed.data;
  const { EVENT_DAYS, ANSWER_DAYS } = parsed.data;
  const config: Partial<ServerConfig> = {};
  if (PORT !== undefined) config.port = PORT;
  if (HOST !== undefined) config.host = HOST;
  if (DATA_DIR !== undefined) config.dataDirectory = DATA_DIR;
  if (APP_URL !== undefined) config.publicUrl = APP_URL;
  if (ALLOWED_ORIGINS !== undefined) config.allowedOrigins = ALLOWED_ORIGINS;
  if (MAX_FILE_BYTES !== undefined) config.maximumFileBytes = MAX_FILE_BYTES;
  if (EVENT_DAYS !== undefined) config.eventDays = EVENT_DAYS;
  if (ANSWER_DAYS !== undefined) config.answerDays = ANSWER_DAYS;
  if (LOG_LEVEL !== undefined) config.logLevel = LOG_LEVEL;
  return { ok: true, data: config };
}
