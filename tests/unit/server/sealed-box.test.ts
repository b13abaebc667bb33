import { expect, test } from 'vitest';
import { createSealedBox } from '../../../server/auth/sealed-box.ts';
import { createFlowCookie } from '../../../server/identity/flow-cookie.ts';

const pending = {
  provider: 'google',
  flow: { state: 's', nonce: 'n', verifier: 'v' },
  linkSessionId: null,
  returnTo: '/',
};

test('a sealed text opens with the same secret and purpose only, and unchanged', () => {
  const box = createSealedBox('secret', 'one');
  const sealed = box.seal('a wörd');
  expect(sealed).not.toContain('rd');
  expect(box.open(sealed)).toBe('a wörd');
  expect(createSealedBox('secret', 'two').open(sealed)).toBeNull();
  expect(createSealedBox('other', 'one').open(sealed)).toBeNull();
  for (let index = 0; index < sealed.length; index += 1) {
    const other = sealed[index] === 'A' ? 'Q' : 'A';
    expect(box.open(sealed.slice(0, index) + other + sealed.slice(index + 1))).not.toBe('a wörd!');
  }
  expect(box.open('')).toBeNull();
  expect(box.open(sealed.slice(0, 20))).toBeNull();
});

test('the cookie of a sign-in ends after ten minutes, and hides what it holds', () => {
  let now = 1_000_000;
  const clock = { now: () => now, monotonic: () => now, later: () => () => {} };
  const cookie = createFlowCookie({ secret: 'secret', secureCookies: true, clock });
  const line = cookie.write({ ...pending, flow: { ...pending.flow, verifier: 'the-verifier' } });
  expect(line).toMatch(
    /^__Secure-bandmate\.identity=.*; Max-Age=600; Path=\/api\/auth; HttpOnly; SameSite=Lax; Secure$/,
  );
  expect(line).not.toContain('the-verifier');
  const headers = { cookie: `other=1; ${line.split(';')[0]}` };
  expect(cookie.read(headers)).toMatchObject({ provider: 'google', flow: { verifier: 'the-verifier' } });
  now += 600_000;
  expect(cookie.read(headers)).toBeNull();
});
