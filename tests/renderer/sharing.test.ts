import { describe, expect, it } from 'vitest';
import { type Share, shareCreateSchema } from '../../protocol/wire/share.ts';
import { sharesOf } from '../../renderer/features/sharing/share-queries.ts';
import { passwordProblem, shareFacts } from '../../renderer/features/sharing/share-text.ts';
import type { ShareOf } from '../../renderer/platform/frame-context.tsx';
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
    expect(shareFacts(share, 'ana', now)).toEqual({
      ...{ name: 'By Ben, 1 Mar', detail: 'Expires 31 Mar', leadsTo: null, visits: null },
    });
    expect(shareFacts({ ...share, needsPassword: true }, 'ben', now)).toMatchObject({
      name: 'By you, 1 Mar',
      detail: 'Expires 31 Mar · Password protected',
    });
  });

  it('shows what it leads to, what guests may do, and how often it was opened', () => {
    const song: Share = {
      ...{ ...share, kind: 'song', name: 'Dune', comments: 'own', mayDownload: false },
      ...{ opens: 0, plays: 0, lastOpenedAt: null },
    };
    expect(shareFacts(song, 'ana', now)).toMatchObject({
      leadsTo: 'Song: Dune',
      detail: 'Expires 31 Mar · Guests can comment · No downloads',
      visits: 'Not opened yet',
    });
    const opened = (at: string, opens: number, plays: number) =>
      shareFacts({ ...song, opens, plays, lastOpenedAt: `2026-${at}:00.000Z` }, 'ana', now).visits;
    expect(opened('03-02T12:00', 1, 0)).toBe('Opened 1 time, last just now · played 0 times');
    expect(opened('03-02T10:00', 3, 1)).toBe('Opened 3 times, last 2 h ago · played 1 time');
    expect(opened('03-02T11:40', 3, 1)).toMatch(/last 20 min ago/);
    expect(opened('02-11T10:00', 3, 1)).toBe('Opened 3 times, last 11 Feb · played 1 time');
  });

  it('is listed with the thing it leads to; a version also lists those of its song, and a project all', () => {
    const [version, song, group] = [
      { ...share, id: 'a', fileId: 'f1', cutId: 'c', vibeId: null },
      { ...share, id: 'b', fileId: null, cutId: 'c', vibeId: null },
      { ...share, id: 'd', fileId: null, cutId: null, vibeId: 'v' },
    ];
    const idsOf = (of: unknown) => sharesOf([version, song, group], of as ShareOf).map(({ id }) => id);
    expect(idsOf({ kind: 'file', file: { id: 'f1', cutId: 'c', type: 'CUT' } })).toEqual(['a', 'b']);
    expect(idsOf({ kind: 'file', file: { id: 'f2', cutId: 'c', type: 'IMAGE' } })).toEqual([]);
    expect(idsOf({ kind: 'group', vibe: { id: 'v' } })).toEqual(['d']);
    expect(idsOf({ kind: 'project', project: { id: 'p' } })).toEqual(['a', 'b', 'd']);
  });
});
