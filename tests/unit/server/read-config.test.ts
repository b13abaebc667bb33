import { expect, test } from 'vitest';
import { readConfig } from '../../../server/read-config.ts';

test('missing and empty variables keep the defaults', () => {
  expect(readConfig({})).toEqual({ ok: true, data: {} });
  expect(readConfig({ PORT: '', DATA_DIR: '', PATH: '/bin' })).toEqual({ ok: true, data: {} });
});

test('every variable sets its setting', () => {
  const environment = {
    PORT: '0',
    HOST: '0.0.0.0',
    DATA_DIR: '/srv/band',
    APP_URL: 'https://band.example/',
    ALLOWED_ORIGINS: 'https://a.example, app://bundle/ ,',
    TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    SMTP_URL: 'smtps://band:p%40ss@mail.example',
    MAIL_FROM: 'BandMate <band@mail.example>',
    MAX_FILE_BYTES: '5000000000',
    DISK_RESERVE: '0',
    ACCOUNT_QUOTA: '1000000000',
    PROJECT_QUOTA: '2000000000',
    REGISTRATION: 'invitation',
    MAX_CONNECTIONS: '12000',
    MAX_SOCKETS: '60',
    EVENT_DAYS: '7',
    ANSWER_DAYS: '365',
    DELETED_DAYS: '7',
    AUDIT_DAYS: '90',
    LOG_LEVEL: 'debug',
  };
  expect(readConfig(environment)).toEqual({
    ok: true,
    data: {
      port: 0,
      host: '0.0.0.0',
      dataDirectory: '/srv/band',
      publicUrl: 'https://band.example',
      allowedOrigins: ['https://a.example', 'app://bundle'],
      trustedProxies: ['10.0.0.0/8', '::1'],
      smtpUrl: 'smtps://band:p%40ss@mail.example',
      mailFrom: 'BandMate <band@mail.example>',
      maximumFileBytes: 5_000_000_000,
      diskReserveBytes: 0,
      accountQuotaBytes: 1_000_000_000,
      projectQuotaBytes: 2_000_000_000,
      registration: 'invitation',
      maximumConnections: 12_000,
      maximumSockets: 60,
      eventDays: 7,
      answerDays: 365,
      deletedDays: 7,
      auditDays: 90,
      logLevel: 'debug',
    },
  });
});

test.each([
  ['TRUSTED_PROXIES', '10.0.0.0/33'],
  ['SMTP_URL', 'mail.example:587'],
  ['SMTP_URL', 'https://mail.example'],
  ['SMTP_URL', 'smtp://mail.example:587/?ignoreTLS=true'],
  ['SMTP_URL', 'smtp://user:%@mail.example'],
  ['MAIL_FROM', 'BandMate'],
  ['MAIL_FROM', 'a@b.example\nBcc: c@d.example'],
  ['TRUSTED_PROXIES', 'caddy'],
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '3000.5'],
  ['PORT', '0x10'],
  ['APP_URL', 'band.example'],
  ['APP_URL', 'ftp://band.example'],
  ['ALLOWED_ORIGINS', 'band.example'],
  ['ALLOWED_ORIGINS', 'https://a.example,*'],
  ['MAX_CONNECTIONS', '9'],
  ['MAX_SOCKETS', '0'],
  ['MAX_FILE_BYTES', '0'],
  ['MAX_FILE_BYTES', '8GB'],
  ['MAX_FILE_BYTES', '99999999999999999999'],
  ['EVENT_DAYS', '0'],
  ['ANSWER_DAYS', '1.5'],
  ['LOG_LEVEL', 'loud'],
])('%s=%s is refused with a sentence that names it', (name, value) => {
  const read = readConfig({ [name]: value });
  expect(read).toMatchObject({ ok: false, message: expect.stringMatching(`^${name} must .+\\.$`) });
});

test('all mistakes are reported at once', () => {
  const read = readConfig({ PORT: 'x', LOG_LEVEL: 'y' });
  expect(read).toMatchObject({ message: expect.stringMatching(/PORT .* LOG_LEVEL /) });
});

test('the former name of a variable is read where the new one isn’t set', () => {
  const former = { DELETED_CUT_DAYS: '7' };
  expect(readConfig(former)).toEqual({ ok: true, data: { deletedDays: 7 } });
  expect(readConfig({ ...former, DELETED_DAYS: '8' })).toEqual({ ok: true, data: { deletedDays: 8 } });
});
