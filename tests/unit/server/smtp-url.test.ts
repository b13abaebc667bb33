import { expect, test } from 'vitest';
import { parseSmtpUrl } from '../../../server/mail/smtp-url.ts';

test.each([
  ['smtps://u:p%40@mail.example', { host: 'mail.example', port: 465, secure: true, isPlain: false }],
  ['smtp://mail.example', { host: 'mail.example', port: 587, secure: false, isPlain: false }],
  ['smtp://mail.example:25', { host: 'mail.example', port: 25, secure: false, isPlain: false }],
  ['smtp://127.0.0.1:2525', { host: '127.0.0.1', port: 2525, secure: false, isPlain: true }],
  ['smtp://127.9.9.9', { host: '127.9.9.9', port: 587, secure: false, isPlain: true }],
  ['smtp://[::1]:25', { host: '::1', port: 25, secure: false, isPlain: true }],
  ['smtp://localhost:25', { host: 'localhost', port: 25, secure: false, isPlain: true }],
  ['smtps://localhost', { host: 'localhost', port: 465, secure: true, isPlain: false }],
  // Names that only look like this machine.
  ['smtp://mail.localhost', { isPlain: false }],
  ['smtp://127.0.0.256', { isPlain: false }],
  ['smtp://localhost.mail.example', { isPlain: false }],
  ['smtp://127.0.0.1.mail.example', { isPlain: false }],
])('reads %s: clear text on this machine only', (text, expected) => {
  expect(parseSmtpUrl(text)).toMatchObject({ ok: true, data: expected });
});

test('decodes user and password', () => {
  expect(parseSmtpUrl('smtps://ben%40band.example:p%3Aw@mail.example')).toMatchObject({
    data: { auth: { user: 'ben@band.example', pass: 'p:w' } },
  });
  expect(parseSmtpUrl('smtps://mail.example')).toMatchObject({ data: { auth: null } });
});
