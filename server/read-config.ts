import { isIP } from 'node:net';
import * as z from 'zod';
import type { Outcome } from '../protocol/wire/error.ts';
import { registrationModeSchema } from '../protocol/wire/operator.ts';
import type { ServerConfig } from './config.ts';
import { failure } from './failure.ts';
import { readProviders } from './identity/provider-config.ts';
import { parseSmtpUrl } from './mail/smtp-url.ts';
import { parseStorageUrl } from './storage/storage-url.ts';

const publicUrlSchema = z
  .url({ protocol: /^https?$/, error: 'must be an address like https://band.example.com' })
  .transform((url) => url.replace(/\/+$/, ''));

const databaseUrlSchema = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be an address like postgres://user:password@db.example.com/bandmate',
});

const originSchema = z
  .url({ protocol: /^[a-z][a-z0-9+.-]*$/, error: 'must list origins like https://band.example.com' })
  .transform((url) => url.replace(/\/+$/, ''));

const smtpUrlSchema = z.string().check(({ value, issues }) => {
  const parsed = parseSmtpUrl(value);
  if (!parsed.ok) issues.push({ code: 'custom', message: parsed.message, input: '' });
});

const storageUrlSchema = z.string().check(({ value, issues }) => {
  const parsed = parseStorageUrl(value);
  if (typeof parsed === 'string') issues.push({ code: 'custom', message: parsed, input: '' });
});

/** `bandmate@example.com`, or `BandMate <bandmate@example.com>`. */
const senderSchema = z
  .string()
  .regex(
    /^(?:[^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/,
    'must be an address like BandMate <bandmate@example.com>',
  );

const wholeNumber = (minimum: number, maximum: number) => {
  const error = `must be a whole number from ${minimum} to ${maximum}`;
  return z
    .string()
    .regex(/^\d{1,16}$/, error)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, error);
};

/** An address, or a network in CIDR notation. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/** `formerName` is read where the name is not set. */
type Variable<Value> = { name: string; formerName?: string; schema: z.ZodType<Value> };

/** The environment variables that an operator may set, by the setting they change. */
const variables: { [Key in keyof ServerConfig]?: Variable<ServerConfig[Key]> } = {
  port: { name: 'PORT', schema: wholeNumber(0, 65_535) },
  host: { name: 'HOST', schema: z.string() },
  dataDirectory: { name: 'DATA_DIR', schema: z.string() },
  storageUrl: { name: 'STORAGE_URL', schema: storageUrlSchema },
  databaseUrl: { name: 'DATABASE_URL', schema: databaseUrlSchema },
  nodeName: { name: 'NODE_NAME', schema: z.string().min(1).max(100) },
  secret: { name: 'SECRET', schema: z.string().min(32, 'must have at least 32 characters') },
  publicUrl: { name: 'APP_URL', schema: publicUrlSchema },
  allowedOrigins: {
    name: 'ALLOWED_ORIGINS',
    schema: z
      .string()
      .transform((list) => list.split(',').flatMap((origin) => origin.trim() || []))
      .pipe(z.array(originSchema)),
  },
  trustedProxies: {
    name: 'TRUSTED_PROXIES',
    schema: z
      .string()
      .transform((list) => list.split(',').flatMap((entry) => entry.trim() || []))
      .pipe(z.array(z.string().refine(isNetwork, 'must list addresses and networks like 10.0.0.0/8 or ::1'))),
  },
  smtpUrl: { name: 'SMTP_URL', schema: smtpUrlSchema },
  mailFrom: { name: 'MAIL_FROM', schema: senderSchema },
  maximumFileBytes: { name: 'MAX_FILE_BYTES', schema: wholeNumber(1, Number.MAX_SAFE_INTEGER) },
  diskReserveBytes: { name: 'DISK_RESERVE', schema: wholeNumber(0, Number.MAX_SAFE_INTEGER) },
  accountQuotaBytes: { name: 'ACCOUNT_QUOTA', schema: wholeNumber(0, Number.MAX_SAFE_INTEGER) },
  projectQuotaBytes: { name: 'PROJECT_QUOTA', schema: wholeNumber(0, Number.MAX_SAFE_INTEGER) },
  registration: {
    name: 'REGISTRATION',
    schema: z.enum(registrationModeSchema.options, 'must be open, invitation or closed'),
  },
  maximumConnections: { name: 'MAX_CONNECTIONS', schema: wholeNumber(10, 1_000_000) },
  maximumSockets: { name: 'MAX_SOCKETS', schema: wholeNumber(1, 1_000_000) },
  eventDays: { name: 'EVENT_DAYS', schema: wholeNumber(1, 36_500) },
  answerDays: { name: 'ANSWER_DAYS', schema: wholeNumber(1, 36_500) },
  deletedDays: { name: 'DELETED_DAYS', formerName: 'DELETED_CUT_DAYS', schema: wholeNumber(1, 36_500) },
  auditDays: { name: 'AUDIT_DAYS', schema: wholeNumber(1, 36_500) },
  metricsPort: { name: 'METRICS_PORT', schema: wholeNumber(0, 65_535) },
  metricsHost: { name: 'METRICS_HOST', schema: z.string() },
  drainSeconds: { name: 'DRAIN_SECONDS', schema: wholeNumber(0, 3_600) },
  slowQueryMilliseconds: { name: 'SLOW_QUERY_MS', schema: wholeNumber(0, 3_600_000) },
  logLevel: {
    name: 'LOG_LEVEL',
    schema: z.enum(
      ['silent', 'error', 'warn', 'info', 'debug'],
      'must be silent, error, warn, info or debug',
    ),
  },
};

/**
 * Reads the settings from environment variables. An empty variable counts as not set. The message of a refusal has
 * one sentence for each variable that is wrong.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Outcome<Partial<ServerConfig>> {
  const config: Record<string, unknown> = {};
  const mistakes: string[] = [];
  for (const [key, { name, formerName, schema }] of Object.entries(variables)) {
    const value = environment[name] || (formerName && environment[formerName]);
    if (!value) continue;
    const parsed = schema.safeParse(value);
    if (parsed.success) config[key] = parsed.data;
    else mistakes.push(`${name} ${parsed.error.issues[0]?.message}.`);
  }
  const providers = readProviders(environment);
  if (!providers.ok) mistakes.push(providers.message);
  else if (providers.data.length > 0) config.providers = providers.data;
  if (mistakes.length > 0) return failure('invalid', mistakes.join(' '));
  return { ok: true, data: config };
}
