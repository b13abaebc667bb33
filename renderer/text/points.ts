import { plural } from '../../common/plural.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import { formatRange } from './moment.ts';

export const pointsText = {
  heading: 'Open points',
  list: 'Open points of the project',
  loading: 'Loading open points',
  empty: 'No open points',
  emptyHint: 'Comments that nobody has resolved appear here, from all songs of the project.',
  some: (unread: number) => `${plural(unread, 'song')} couldn’t be read yet.`,
  count: (points: number) => plural(points, 'point'),
  copy: 'Copy as text',
  copied: 'Copied as text',
  copyFailed: 'Couldn’t copy the points',
  keys: '↑↓ select · ↵ play · D resolve · O open',
  replies: (replies: number) => plural(replies, 'reply', 'replies'),
  point: (author: string, song: string, moment: string, text: string) =>
    `${song} ${moment}, ${author}: ${text}`,

  /** `Sunset Groove v8 — 1:04–1:20 Ana: …`, which is a link again wherever it is pasted. */
  asText({
    comment: { user, text, timestamp, endTimestamp, replies },
    cut,
    track,
  }: {
    comment: Comment;
    cut: { name: string };
    track: { versionName: string } | null;
  }): string {
    const version = track?.versionName.split(' · ')[0];
    const song = version === undefined ? cut.name : `${cut.name} ${version}`;
    // Whole seconds are written as such.
    const moment = formatRange(timestamp, endTimestamp ?? null).replaceAll(/\.0(?!\d)/g, '');
    const oneLine = (said: string) => said.replaceAll(/\s+/g, ' ');
    const answers = replies.map((reply) => `\n  ${reply.user.name}: ${oneLine(reply.text)}`);
    return `${song} — ${moment} ${user.name}: ${oneLine(text)}${answers.join('')}`;
  },
};
