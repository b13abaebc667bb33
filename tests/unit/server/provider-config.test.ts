import { expect, test } from 'vitest';
import { apiRoutes } from '../../../server/api-docs/routes.ts';
import { readProviders, reservedNames } from '../../../server/identity/provider-config.ts';

const secrets = (name: string) => ({
  [`OIDC_${name}_CLIENT_ID`]: 'id',
  [`OIDC_${name}_CLIENT_SECRET`]: 'secret',
});

test('Google needs only its client, others an issuer too', () => {
  const read = readProviders({
    ...secrets('GOOGLE'),
    ...secrets('OUR_STUDIO'),
    OIDC_OUR_STUDIO_ISSUER: 'https://sign-in.example/realms/band',
    OTHER: 'x',
  });
  expect(read).toEqual({
    ok: true,
    data: [
      {
        ...{ name: 'google', label: 'Google', issuer: 'https://accounts.google.com' },
        ...{ clientId: 'id', clientSecret: 'secret' },
      },
      {
        ...{ name: 'our-studio', label: 'Our Studio', issuer: 'https://sign-in.example/realms/band' },
        ...{ clientId: 'id', clientSecret: 'secret' },
      },
    ],
  });
});

test('a label is as the operator says', () => {
  const environment = {
    ...secrets('SSO'),
    OIDC_SSO_ISSUER: 'https://a.example',
    OIDC_SSO_LABEL: 'Harbour Studios',
  };
  expect(readProviders(environment)).toMatchObject({ data: [{ name: 'sso', label: 'Harbour Studios' }] });
});

test.each([
  ['a missing secret', { OIDC_GOOGLE_CLIENT_ID: 'id' }],
  ['a missing issuer', secrets('SSO')],
  ['plain http to another machine', { ...secrets('SSO'), OIDC_SSO_ISSUER: 'http://sso.example' }],
  ['no address', { ...secrets('SSO'), OIDC_SSO_ISSUER: 'sso.example' }],
  ['the name of another route', { ...secrets('ME'), OIDC_ME_ISSUER: 'https://sso.example' }],
])('refuses %s and names the variable', (_what, environment) => {
  expect(readProviders(environment)).toMatchObject({ ok: false, message: expect.stringMatching(/^OIDC_/) });
});

test('plain http is allowed on this machine', () => {
  for (const host of ['127.0.0.1:4000', 'localhost:4000', '[::1]:4000']) {
    const read = readProviders({ ...secrets('SSO'), OIDC_SSO_ISSUER: `http://${host}` });
    expect(read.ok, host).toBe(true);
  }
});

test('no provider can take the name of another route', () => {
  const taken = Object.values(apiRoutes)
    .flat()
    .flatMap(
      ({ method, path }) =>
        (method === 'get' && /^\/api\/auth\/([a-z-]+)(\/callback)?$/.exec(path)?.[1]) || [],
    );
  expect(taken.length).toBeGreaterThan(2);
  expect(taken.filter((name) => !reservedNames.has(name))).toEqual([]);
});
