import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDeepLink, parseDeepLink } from '../../../protocol/ipc/open-target.ts';

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const link = fc.record(
  { projectId: id, vibeId: id, cutId: id, fileId: id, commentId: id, replyId: id },
  { requiredKeys: ['projectId'] },
);

describe('a link from outside', () => {
  it('leads where it was made for', () => {
    fc.assert(fc.property(link, (place) => void expect(parseDeepLink(formatDeepLink(place))).toEqual(place)));
    expect(formatDeepLink({ projectId: 'p', cutId: 'c', commentId: 'k' })).toBe(
      'bandmate://project/p/cut/c/comment/k',
    );
  });

  it('may end in a slash, and its scheme may be written large, as some systems do', () => {
    expect(parseDeepLink('BandMate://project/p/cut/c/')).toEqual({ projectId: 'p', cutId: 'c' });
  });

  it.each([
    'https://band.example/project/p',
    'bandmate:project/p',
    'bandmate://',
    'bandmate://project',
    'bandmate://project/',
    'bandmate://cut/c',
    'bandmate://cut/c/project/p',
    'bandmate://project/p/project/q',
    'bandmate://project/p/moon/m',
    'bandmate://project/p/cut/c?then=go',
    'bandmate://project/p/cut/..%2F..',
    'bandmate://project/p/__proto__/x',
    `bandmate://project/${'p'.repeat(65)}`,
    ' bandmate://project/p',
    'bandmate://project/p\n',
  ])('is nothing when it is %j', (address) => expect(parseDeepLink(address)).toBeNull());

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseDeepLink(text)));
    fc.assert(fc.property(fc.string(), (text) => void parseDeepLink(`bandmate://project/${text}`)));
  });
});
