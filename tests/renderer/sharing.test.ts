import { describe, expect, it } from 'vitest';
import { type Share, shareCreateSchema } from '../../protocol/wire/share.ts';
import { passwordProblem, shareFacts } from '../../renderer/features/sharing/share-text.ts';
import { sharingText } from '../../renderer/text/sharing.ts';

const share: Share = {
  id: 's',
  fileId: 'f',
  createdBy: { id: 'ben', name: 'Ben', avatarUrl: null },
  createdAt: '2026-03-01T12:00:00.000Z',
  expiresAt: '2026-03-31T12:00:00.000Z',
  needsPassword: false,
};
const now = Date.parse('2026-03-02T12:00:00.000Z');

describe('a share link', () => {
  it('offers only lifetimes that the server accepts', () => {
    for (const { value } of sharingText.lifetimes)
      expect(shareCreateSchema.safeParse({ expiresInDays: Number(value) }).success, value).toBe(true);
  });

  it.each([
    ['', true],
    ['abc', false],
    ['abcd', true],
    ['    ', true],
    ['x'.repeat(128), true],
    ['x'.repeat(129), false],
  ])('accepts %j as a password: %s', (password, isAccepted) => {
    const problem = passwordProblem(password);
    expect(problem === null).toBe(isAccepted);
    if (!isAccepted) expect(problem).toMatch(/^The password/);
  });

  it('shows who created it, when it expires, and whether it has a password', () => {
    expect(shareFacts(share, 'ana', now)).toEqual({ name: 'By Ben, 1 Mar', detail: 'Expires 31 Mar' });
    expect(shareFacts({ ...share, needsPassword: true }, 'ben', now)).toEqual({
      name: 'By you, 1 Mar',
      detail: 'Password protected. Expires 31 Mar',
    });
  });
});
