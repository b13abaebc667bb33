import { expect, it } from 'vitest';
import { findMoments } from '../../common/moments-in-text.ts';
import { pointsAsText, pointsOf } from '../../renderer/features/comments/point-list.ts';
import { formatRoute, parseRoute } from '../../renderer/platform/route.ts';
import { comment, reply } from '../fixtures/renderer/page/comment-sample.ts';
import { ana, ben, summerEp } from '../fixtures/renderer/page/sample.ts';

const cut = summerEp()
  .vibes.flatMap(({ cuts }) => cuts)
  .find(({ id }) => id === 'sg3');
if (!cut) throw new Error('The sample has no cut sg3');
const resolved = { resolvedAt: '2026-03-01T10:00:00.000Z', resolvedBy: ana };
const songs = [
  {
    cut: { ...cut, name: 'Sunset Groove' },
    vibeName: 'Sunset',
    comments: [
      comment(ana, 64, 'Backing vocals\nfight the lead', 1, {
        ...{ endTimestamp: 80, fileId: 'sg3a' },
        replies: [reply('x', ben, 'Yes. And wider.', 1)],
      }),
      comment(ben, 70, 'done', 1, resolved),
      comment(ben, 90, 'An older version', 1, { fileId: null }),
    ],
  },
];

it('open points have the version that they were made on, else the latest', () => {
  expect(pointsOf(songs).map(({ comment: { timestamp }, track }) => [timestamp, track?.version])).toEqual([
    [64, 1],
    [90, cut.files.length],
  ]);
});

it('points are found again only in songs whose comments have changed', () => {
  const [song] = songs;
  if (!song) throw new Error('There is no song');
  const other = { ...song, cut: { ...song.cut, id: 'other' }, comments: [comment(ana, 3, 'New', 1)] };
  const [first] = pointsOf(songs);
  expect(pointsOf([song, other])[0]).toBe(first);
  expect(pointsOf([{ ...song, comments: [...song.comments] }])[0]).not.toBe(first);
  expect(pointsOf([{ ...song, cut: { ...song.cut, name: 'Renamed' } }])[0]?.cut.name).toBe('Renamed');
});

it('copied points are readable lines, whose moments are links where they are pasted', () => {
  const text = pointsAsText(pointsOf(songs).slice(0, 1));
  expect(text).toMatch(
    /^Sunset Groove \S+ — 1:04–1:20 Ana[^:]*: Backing vocals fight the lead\n {2}Ben[^:]*: Yes/,
  );
  expect(findMoments(text, ['Sunset Groove'])).toMatchObject([
    { from: 64, to: 80, song: { title: 'Sunset Groove' } },
  ]);
});

it('the open points of a project have an address', () => {
  const route = { name: 'project', projectId: 'ep', cutId: null, points: true } as const;
  expect(parseRoute(formatRoute(route))).toEqual(route);
});
