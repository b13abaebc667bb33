import { expect, test } from 'vitest';
import { connectionString } from '../../../server/db/postgres/connection-string.ts';

test.each(['prefer', 'require', 'verify-ca', 'verify-full'])(
  'sslmode=%s verifies certificate and name',
  (mode) => {
    const address = (name: string) =>
      `postgres://a:b@c/d?application_name=x&sslmode=${name}&sslrootcert=%2Fca.pem`;
    expect(connectionString(address(mode))).toBe(address('verify-full'));
    expect(connectionString(`postgres://a@c/d?sslmode=${mode}`)).toBe('postgres://a@c/d?sslmode=verify-full');
  },
);

test.each([
  'postgres://a:sslmode=require@c/d',
  'postgres://a@c/d?sslmode=disable',
  'postgres://a@c/d?sslmode=no-verify',
  'postgres://a@c/d?uselibpqcompat=true&sslmode=require',
  'postgres://a@c/d?sslmode=require&uselibpqcompat=true',
])('%s stays as it is', (url) => {
  expect(connectionString(url)).toBe(url);
});
