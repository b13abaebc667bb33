import { plural } from '../../common/plural.ts';
import type { ShareComments } from '../../protocol/wire/share.ts';
import { formatAgo } from './format.ts';

export const sharingText = {
  title: (name: string) => `Share ${name}`,
  description: {
    file: 'Anyone with the link can play it in a browser. They don’t need an account.',
    group: 'Anyone with the link can play its songs as a playlist. They don’t need an account.',
    project: 'Anyone with the link can play all its songs as a playlist, also those you add later.',
  },
  /** Of those who may only see the links. */
  listDescription: 'Only admins can make a link to the whole project.',
  offline: 'You need to be online to create a link.',
  submit: 'Create and copy link',

  what: 'The link leads to',
  whats: [
    { value: 'file', text: 'This version', hint: 'It stays the same when you bounce a newer one.' },
    { value: 'song', text: 'The latest version', hint: 'A newer bounce takes its place.' },
  ],
  allVersions: 'Show earlier versions too',
  comments: 'Comments',
  commentChoices: [
    { value: 'off', text: 'Off' },
    { value: 'own', text: 'Guests can comment' },
    { value: 'all', text: 'Guests can comment and read yours' },
  ] satisfies { value: ShareComments; text: string }[],
  mayDownload: 'Allow downloads',
  expires: 'Expires',
  lifetimes: [
    { value: '1', text: 'in 1 day' },
    { value: '7', text: 'in 1 week' },
    { value: '30', text: 'in 30 days' },
    { value: '365', text: 'in 1 year' },
  ],
  password: 'Password (optional)',
  passwordHint: 'Send the password separately.',
  passwordTooShort: 'The password must have at least 4 characters.',
  passwordTooLong: 'The password can have at most 128 characters.',

  created: 'Link created',
  copied: 'Link copied',
  link: 'Link',
  linkHint: (lastDay: string) => `Works until ${lastDay}. It is shown only once.`,
  copyAgain: 'Copy again',

  active: 'Active links',
  loading: 'Loading links',
  none: 'None',
  kinds: { file: 'Version', song: 'Song', group: 'Group', project: 'Project' },
  leadsTo: (kind: string, name: string) => `${kind}: ${name}`,
  madeBy: (name: string, day: string) => `By ${name}, ${day}`,
  you: 'you',
  expiresOn: (day: string, needsPassword: boolean) =>
    needsPassword ? `Expires ${day} · Password protected` : `Expires ${day}`,
  notOpened: 'Not opened yet',
  opened: (opens: number, plays: number, last: number, now: number) => {
    const ago = formatAgo(last, now);
    // Dates say when themselves.
    const when = ago === 'now' ? 'just now' : / (min|h|d)$/.test(ago) ? `${ago} ago` : ago;
    return `Opened ${plural(opens, 'time')}, last ${when} · played ${plural(plays, 'time')}`;
  },
  commentsOn: 'Guests can comment',
  noDownloads: 'No downloads',
  turnCommentsOff: 'Turn comments off',
  turnCommentsOffOf: (link: string) => `Turn comments off for the link: ${link}`,
  revoke: 'Revoke',
  revokeOne: (link: string) => `Revoke the link: ${link}`,
};
