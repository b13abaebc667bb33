import { firstWords } from '../../common/first-words.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import { plural } from './format.ts';
import { formatMoment } from './moment.ts';

const forEveryone = 'for the whole band. This can’t be undone.';

export const commentsText = {
  heading: 'Comments',
  list: 'Comments on the cut',
  markers: 'Comments on the waveform',
  loading: 'Loading comments',
  empty: 'No comments yet.',
  emptyWithSound: 'No comments yet. Play the cut, press C when you hear something, and write.',
  blind: 'Comments return after the blind test.',
  gone: 'This comment was deleted.',
  unreached: 'This comment isn’t on this computer yet. It will load when you’re online.',
  count: (comments: number) => plural(comments, 'comment'),
  someNew: ', some new',
  isNew: 'new',

  by: (author: string, seconds: number) => `Comment by ${author} at ${formatMoment(seconds)}`,
  goTo: (seconds: number) => `Go to ${formatMoment(seconds)}`,
  madeOn: (version: string) => `on ${version}`,
  /** `there`: the time on the version it was made on; null if it is the same. */
  carried: (version: string, there: number | null) =>
    there === null ? `from ${version}, same place` : `from ${version} · ${formatMoment(there)} there`,
  gonePlace: (version: string) => `from ${version} · this part is gone`,
  options: (kind: 'comment' | 'reply', author: string, text: string) =>
    `Options for the ${kind} by ${author}: ${firstWords(text, 24)}`,
  edit: 'Edit…',
  delete: 'Delete…',
  notSent: 'Will send when you’re online.',

  reply: 'Reply',
  replyTo: (author: string) => `Reply to ${author}`,
  copyLinkTo: (author: string) => `Copy link to the comment by ${author}`,
  copiedLinkTo: (author: string) => `Copied the link to the comment by ${author}`,
  copyFailed: 'Couldn’t copy the link',

  composer: {
    label: 'New comment',
    time: 'Time of the comment',
    followsPlayhead: 'at the playhead',
    moveToPlayhead: 'Move to playhead',
    field: 'Comment',
    placeholder: 'Write a comment',
    send: 'Send comment',
  },
  editor: { time: 'Time of the comment', field: 'Text of the comment' },
  problem: (issue: string | undefined) => `The text ${issue ?? 'can’t be sent'}.`,

  deleteReply: {
    title: 'Delete this reply?',
    description: (text: string) => `“${firstWords(text)}” will be deleted ${forEveryone}`,
    submit: 'Delete reply',
  },
  deleteComment: {
    title: 'Delete this comment?',
    description: (text: string, replies: number) =>
      `“${firstWords(text)}”${replies > 0 ? ` and ${plural(replies, 'reply', 'replies')}` : ''} will be deleted ${forEveryone}`,
    submit: 'Delete comment',
  },

  more: (comments: number) => `and ${plural(comments, 'more', 'more')}`,
  resolved: 'Resolved',

  /** The name of a marker on the waveform. */
  marker(comments: readonly Comment[]): string {
    const shown = comments
      .slice(0, 3)
      .map(({ user, timestamp, text }) => `${user.name} ${formatMoment(timestamp)}: ${firstWords(text)}`);
    if (comments.length > shown.length) shown.push(commentsText.more(comments.length - shown.length));
    return shown.join('\n');
  },
};
