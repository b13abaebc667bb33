import { hashPassword as formerHashOf } from 'better-auth/crypto';
import { expect, test } from 'vitest';
import { createPasswordHasher, defaultPasswordCost } from '../../../server/auth/password-hash.ts';

test('a hash has OWASP’s figures and a salt of its own', async () => {
  const hasher = createPasswordHasher(defaultPasswordCost);
  const hash = await hasher.hash('correct horse');
  expect(hash).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[\w+/]{22}==\$[\w+/]{43}=$/);
  expect(hash.startsWith(hasher.prefix)).toBe(true);
  expect(await hasher.verify(hash, 'correct horse')).toBe(true);
});

test('verifies hashes of other figures, and those of earlier versions', async () => {
  const hasher = createPasswordHasher(4);
  expect(await hasher.hash('correct horse')).not.toBe(await hasher.hash('correct horse'));
  const hashes = [await createPasswordHasher(5).hash('correct horse'), await formerHashOf('correct horse')];
  for (const hash of hashes) {
    expect(hash.startsWith(hasher.prefix)).toBe(false);
    expect(await hasher.verify(hash, 'correct horse')).toBe(true);
    expect(await hasher.verify(hash, 'wrong horse')).toBe(false);
  }
  // The same password, typed on two systems.
  expect(await hasher.verify(await hasher.hash('caf\u00e9 horse'), 'cafe\u0301 horse')).toBe(true);
  await expect(hasher.verify('plain', 'plain')).rejects.toThrow('unknown format');
});
