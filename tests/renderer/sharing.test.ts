import { describe, expect, it } from 'vitest';
import { type Share, shareCreateSchema } from '../../protocol/wire/share.ts';
import { lastings, passwordProblem, shareFacts } from '../../renderer/features/sharing/share-words.ts';

const share: Share = {
  id: 's',
  fileId: 'f',
  createdBy: { id: 'ben', name: 'Ben', avatarUrl: null },
  createdAt: '2026-03-01T12:00:00.000Z',
  expiresAt: '2026-03-31T12:00:00.000Z',
  needsPassword: false,
};
const now = Date.parse('2026-03-02T12:00:00.000Z');

describe('a link to a file', () => {
  it('lasts only as long as the server lets it', () => {
    for (const { value } of lastings)
      expect(shareCreateSchema.safeParse({ expiresInDays: Number(value) }).success, value).toBe(true);
  });

  it.each([
    ['', true],
    ['abc', false],
    ['abcd', true],
    ['    ', true],
    ['x'.repeat(128), true],
    ['x'.repeat(129), false],
  ])('takes %j as a password: %s', (password, isTaken) => {
    const problem = passwordProblem(password);
    expect(problem === null).toBe(isTaken);
    if (!isTaken) expect(problem).toMatch(/^The password must/);
  });

  it('says who made it, until when it is good, and whether it is locked', () => {
    expect(shareFacts(share, 'ana', now)).toEqual({ name: 'By Ben, 1 Mar', detail: 'Ends 31 Mar' });
    expect(shareFacts({ ...share, needsPassword: true }, 'ben', now)).toEqual({
      name: 'By you, 1 Mar',
      detail: 'With a password. Ends 31 Mar',
    });
  });
});
