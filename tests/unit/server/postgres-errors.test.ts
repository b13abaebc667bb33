import { expect, test } from 'vitest';
import { isReadOnly, isUnreachable, markUnreachable } from '../../../server/db/postgres/postgres-errors.ts';

const withCode = (code: string) => Object.assign(new Error('No'), { code });

test.each([
  ...['28000', '28P01', '25006', '3D000', '53100', '53300', '57P01', '57P03', '08006'],
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EHOSTDOWN'],
])('an error %s of PostgreSQL passes', (code) => {
  expect(isUnreachable(withCode(code))).toBe(true);
});

test.each(['23505', '22021', '40001', '40P01', '42P01', '42501', 'ENOSPC', 'ENOENT'])(
  'an error %s is none of a PostgreSQL that is away',
  (code) => {
    expect(isUnreachable(withCode(code))).toBe(false);
  },
);

test('whatever keeps a connection from being made passes too', () => {
  const error = withCode('CERT_HAS_EXPIRED');
  expect(isUnreachable(error)).toBe(false);
  expect(isUnreachable(markUnreachable(error))).toBe(true);
});

test('a PostgreSQL that takes no changes is told from one that is away', () => {
  expect(isReadOnly(withCode('25006'))).toBe(true);
  expect(isReadOnly(withCode('28P01'))).toBe(false);
});
