import { firstWords } from '../../common/first-words.ts';
import { plural } from '../../common/plural.ts';
import type { Comment, ReactionKind } from '../../protocol/wire/comment.ts';
import { formatDuration } from './format.ts';
import { formatMoment, formatRange } from './moment.ts';

const forEveryone = 'for the whole band. This can’t be undone.';

export const commentsText = {
  heading: 'Comments',
  list: 'Comments on the song',
  markers: 'Comments on the waveform',
  loading: 'Loading comments',
  empty: 'No comments yet.',
  emptyWithSound: 'No comments yet. Play the song, press C when you hear something, and write.',
  blind: 'Comments return after the blind test.',
  gone: 'This comment was deleted.',
  unreached: 'This comment isn’t on this computer yet. It will load when you’re online.',
  count: (comments: number) => plural(comments, 'comment'),
  openOf: (open: number, comments: number) => `${plural(open, 'open point')}, ${plural(comments, 'comment')}`,
  /** In a row. */
  open: (points: string) => `${points} open`,
  allDone: 'Done',
  someNew: ', some new',
  isNew: 'new',

  by: (author: string, seconds: number, end: number | null) =>
    `Comment by ${author} at ${formatRange(seconds, end)}`,
  goTo: (seconds: number, end: number | null) => `Go to ${formatRange(seconds, end)}`,
  goToMoment: (written: string) => `Go to ${written}`,
  /** On the chip of a moment. */
  at: (seconds: number) => `@ ${formatDuration(seconds)}`,
  madeOn: (version: string) => `on ${version}`,
  /** `there`: the time on the version it was made on; null if it is the same. */
  carried: (version: string, there: number | null) =>
    there === null ? `from ${version}, same place` : `from ${version} · ${formatMoment(there)} there`,
  gonePlace: (version: string) => `from ${version} · this part is gone`,
  options: (kind: 'comment' | 'reply', author: string, text: string) =>
    `Options for the ${kind} by ${author}: ${firstWords(text, 24)}`,
  edit: 'Edit…',
  delete: 'Delete…',
  edited: 'edited',
  someone: 'Someone who left',
  resolve: (author: string, seconds: number) =>
    `Resolve the comment by ${author} at ${formatMoment(seconds)}`,
  reopen: (author: string, seconds: number) => `Reopen the comment by ${author} at ${formatMoment(seconds)}`,
  reopened: 'Reopened',
  resolvedBy: (name: string) => `resolved by ${name}`,
  resolveFailed: 'Couldn’t resolve it',
  reopenFailed: 'Couldn’t reopen it',

  reactions: {
    'thumbs-up': 'Thumbs up',
    heart: 'Heart',
    fire: 'Fire',
    laugh: 'Laugh',
    thanks: 'Thanks',
  } satisfies Record<ReactionKind, string>,
  reactTo: (author: string) => `React to ${author}`,
  reactedWith: (reaction: string, people: readonly string[]) =>
    `${reaction} ${people.length}: ${people.join(', ')}`,
  takeBack: (reaction: string) => `Take back ${reaction.toLowerCase()}`,
  /** Whom a reaction to a reply goes to. */
  replyOf: (author: string) => `the reply by ${author}`,
  fromRoom: 'From a message in the room',
  reactFailed: 'Couldn’t save the reaction',

  filter: {
    label: 'Which comments',
    open: (points: number) => `Open ${points}`,
    resolved: (points: number) => `Resolved ${points}`,
    mine: 'Mine',
    thisVersion: 'This version',
    copy: 'Copy the open points as text',
    copied: 'Copied the open points',
    none: {
      open: 'No open points.',
      resolved: 'Nothing is resolved yet.',
      mine: 'Nothing by you, and nobody asked you anything.',
    },
    noneHere: 'Nothing on this version.',
  },
  people: 'Members to mention',

  notSent: 'Will send when you’re online.',
  sending: 'Sending…',

  reply: 'Reply',
  replyTo: (author: string) => `Reply to ${author}`,
  copyLinkTo: (author: string) => `Copy link to the comment by ${author}`,
  copiedLinkTo: (author: string) => `Copied the link to the comment by ${author}`,
  copyFailed: 'Couldn’t copy the link',

  composer: {
    label: 'New comment',
    range: 'Range',
    end: 'End of the range',
    noRange: 'Remove the range',
    mention: 'Mention someone',
    time: 'Time of the comment',
    moveToPlayhead: 'Move to playhead',
    field: 'Comment',
    placeholder: 'What do you hear?',
    send: 'Send comment',
    sendShort: 'Comment',
    until: '–',
    key: 'C',
  },
  editor: {
    time: 'Time of the comment',
    end: 'End of the comment',
    field: 'Text of the comment',
    reply: 'Text of the reply',
  },
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
