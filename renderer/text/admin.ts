import { plural } from '../../common/plural.ts';
import type { AccountDetails, AccountState, RegistrationMode } from '../../protocol/wire/operator.ts';
import { formatAgo, formatBytes } from './format.ts';

/** `GB` of the field for a limit. */
const limitUnit = 'GB';

export const adminText = {
  menu: 'Manage server…',
  heading: 'Server',
  parts: 'Parts of the administration',
  accounts: 'Accounts',
  storage: 'Storage',
  settings: 'Access',
  audit: 'Audit log',
  notAdmin: 'Only admins of this server can manage it',
  notAdminHint: 'The person who runs the server can make you one.',
  loading: 'Loading',
  offline: 'The server can be managed once it is reached.',
  more: 'Show more',
  saved: 'Saved',

  search: 'Search accounts',
  searchHint: 'Name or email',
  show: 'Show',
  states: { all: 'Everyone', enabled: 'Enabled', disabled: 'Disabled', admins: 'Admins' } satisfies Record<
    AccountState,
    string
  >,
  found: (shown: number, total: number) =>
    shown === total ? plural(total, 'account') : `${shown} of ${plural(total, 'account')}`,
  noAccounts: 'No account matches',
  noAccountsHint: 'Try fewer letters, or show everyone.',
  disabled: 'Disabled',
  admin: 'Admin',
  you: 'You',
  seen: (at: string | null, now: number) => {
    if (at === null) return 'never seen';
    const ago = formatAgo(Date.parse(at), now);
    if (ago === 'now') return 'active now';
    return `seen ${/^\d+ (min|h|d)$/.test(ago) ? `${ago} ago` : ago}`;
  },
  facts: (projects: number, bytes: number, seen: string) =>
    [plural(projects, 'project'), formatBytes(bytes), seen].join(' · '),

  details: (name: string) => `Details of ${name}`,
  storageOf: ({ bytes, limitBytes, quotaBytes }: AccountDetails) =>
    limitBytes === 0
      ? `${formatBytes(bytes)} used, no limit`
      : `${formatBytes(bytes)} of ${formatBytes(limitBytes)} used${quotaBytes === null ? ' (default limit)' : ''}`,
  inNoProject: 'In no project',
  signedInNowhere: 'Signed in nowhere',
  inProjects: 'Projects',
  signedIn: 'Signed in',
  since: (day: string) => `since ${day}`,

  actions: {
    disable: 'Disable…',
    enable: 'Enable',
    endSessions: 'Sign out everywhere…',
    resetPassword: 'New password link…',
    removeSecondFactor: 'Turn two-step sign-in off…',
    makeAdmin: 'Make admin…',
    removeAdmin: 'Remove as admin…',
    quota: 'Storage limit…',
    delete: 'Delete…',
  },
  failed: 'That didn’t work',

  disable: {
    title: (name: string) => `Disable ${name}?`,
    description: (email: string) =>
      `${email} is signed out on all devices at once and can’t sign in. Their share links stop working. Their songs, comments and memberships stay, and you can enable the account again.`,
    submit: 'Disable account',
  },
  delete: {
    title: (name: string) => `Delete ${name} for good?`,
    description: (email: string) =>
      `${email} is signed out and leaves all projects; projects without other members are deleted. What they made in other projects stays there. This can’t be undone.`,
    submit: 'Delete account',
  },
  endSessions: {
    title: (name: string) => `Sign ${name} out everywhere?`,
    description: (email: string) =>
      `${email} is signed out on all devices at once and can sign in again. Nothing is deleted.`,
    submit: 'Sign out',
  },
  removeSecondFactor: {
    title: (name: string) => `Turn two-step sign-in off for ${name}?`,
    description: (email: string) =>
      `${email} signs in with the password alone, and can turn it on again. Make sure that it is really ${email} who asks.`,
    submit: 'Turn off',
  },
  makeAdmin: {
    title: (name: string) => `Make ${name} an admin of this server?`,
    description: (email: string) =>
      `${email} will see all accounts, and can disable them, reset passwords, and decide who may register.`,
    submit: 'Make admin',
  },
  removeAdmin: {
    title: (name: string) => `Remove ${name} as an admin of this server?`,
    description: (email: string) => `${email} keeps the account and all projects.`,
    submit: 'Remove',
  },
  resetPassword: {
    title: (name: string) => `Make a password link for ${name}?`,
    description: (email: string) =>
      `The link lets anyone who has it choose a new password for ${email}. It works once, within an hour, and signs the account out everywhere. Earlier links end.`,
    submit: 'Make link',
    doneTitle: (name: string) => `Password link for ${name}`,
    doneDescription: 'Send it to its owner only. It works once, within an hour, and is shown only now.',
  },
  link: 'Link',
  quotaDialog: {
    title: (name: string) => `Storage limit of ${name}`,
    label: 'Limit',
    options: [
      { value: 'default', text: 'Server’s default', hint: 'As for everybody without a limit of their own.' },
      { value: 'none', text: 'No limit', hint: 'Up to the free space of the server.' },
      { value: 'own', text: 'Own limit', hint: 'Uploads beyond it are refused; nothing is deleted.' },
    ],
    size: `Size in ${limitUnit}`,
    sizeWrong: 'Enter a size above 0, such as 20.',
    submit: 'Set limit',
  },

  stored: 'Stored',
  storedFiles: (files: number) => plural(files, 'file'),
  deletedSongs: 'Deleted songs',
  deletedHint: 'Can still be restored',
  reserved: 'Reserved',
  reservedHint: (uploads: number) => `For ${plural(uploads, 'upload')} under way`,
  free: 'Free',
  freeUnknown: 'Unknown',
  freeHint: (reserve: number) => `Besides up to ${formatBytes(reserve)} for the database`,
  byAccount: 'By account',
  byProject: 'By project',
  nothingStored: 'Nothing is stored yet.',
  limit: (bytes: number | null, fallback: number) => {
    const counts = bytes ?? fallback;
    return counts === 0 ? 'no limit' : `of ${formatBytes(counts)}`;
  },

  registration: 'Who may create an account',
  registrationFixed: 'REGISTRATION in the server’s environment decides this. Change it there.',
  modes: [
    { value: 'open', text: 'Everyone', hint: 'Anyone who reaches this server.' },
    { value: 'invitation', text: 'Invited people', hint: 'With a project’s invitation, or yours.' },
    { value: 'closed', text: 'Only people you invite', hint: 'With an invitation from here.' },
  ] satisfies { value: RegistrationMode; text: string; hint: string }[],
  invite: 'Invite someone to this server',
  inviteSubmit: 'Invite',
  inviteDone: (email: string) => `Invitation for ${email}`,
  inviteDoneHint: (email: string, isMailed: boolean, day: string) =>
    `${isMailed ? `It was mailed to ${email}. ` : ''}${email} can create an account with this link until ${day}. It is shown only now.`,
  openInvitations: 'Open invitations',
  until: (day: string) => `until ${day}`,
  withdraw: 'Withdraw',
  withdrawOne: (email: string) => `Withdraw the invitation of ${email}`,

  announcement: 'Announcement',
  announcementHint: 'Shown above the work to everybody who is signed in, until it ends or they dismiss it.',
  announcementText: 'Text',
  announcementTooLong: 'At most 500 characters.',
  announcementMissing: 'Enter what you want to announce.',
  announcementEnds: 'Ends',
  announcementEndsHint: 'Leave empty to take it back yourself.',
  announce: 'Announce',
  announceAgain: 'Replace',
  shownNow: 'Shown now',
  endAnnouncement: 'Take back',

  auditPerson: 'Account',
  auditPersonHint: 'Email or id; acts by or on it',
  auditFrom: 'From',
  auditUntil: 'Before',
  auditEmpty: 'No entry matches',
  auditEmptyHint: 'The log keeps sign-ins, roles, deletions, share links, and what admins do.',
  auditTimes: (count: number) => `${count} times`,
  auditBy: (actor: string) => actor || 'Anyone with a link',
};
