import { expect, test } from 'vitest';
import type { Link } from '../../../protocol/wire/activity.ts';
import { newsMail, placeOf } from '../../../server/mail/news-text.ts';

/** As the page's own links are (`renderer/platform/route.ts`). */
test.each<[Link, string]>([
  [{ projectId: 'p' }, '/projects/p'],
  [{ projectId: 'p', vibeId: 'v' }, '/projects/p/vibes/v'],
  [{ projectId: 'p', messageId: 'm' }, '/projects/p/room/m'],
  [{ projectId: 'p', vibeId: 'v', cutId: 'c' }, '/projects/p/cuts/c'],
  [{ projectId: 'p', cutId: 'c', fileId: 'f' }, '/projects/p/cuts/c/files/f'],
  [
    { projectId: 'p', cutId: 'c', fileId: 'f', commentId: 'x', replyId: 'r' },
    '/projects/p/cuts/c/comments/x',
  ],
])('a mail leads to the place of %o', (link, path) => {
  expect(placeOf(link)).toBe(path);
});

test('a name can’t begin a new line, a header or a tag, or turn the text around', () => {
  const notification = {
    ...{ id: 'n', type: 'mentioned' as const, isRead: false, createdAt: '', link: { projectId: 'p' } },
    ...{ title: 'Eve\r\nBcc: all@example.com \u202etxt', message: '<b onload="x">' },
  };
  const urls = { publicUrl: 'https://band.example', unsubscribeUrl: 'https://band.example/u' };
  const { subject, text, html } = newsMail([{ notification, projectName: '“<i>', mailId: null }], {
    ...urls,
    more: 0,
  });
  expect(subject).toBe('Eve Bcc: all@example.com  txt');
  expect(text).toContain('<b onload="x">\n');
  expect(html).not.toMatch(/<b |<i>/);
});
