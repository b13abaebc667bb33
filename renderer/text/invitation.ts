import { plural } from '../../common/plural.ts';
import { forWord } from '../../protocol/wire/open-enum.ts';

const roles = {
  MEMBER: 'You can listen, comment and upload.',
  ADMIN: 'You can do everything, also invite and delete.',
  LISTENER: 'You can listen, comment and write in the room.',
};

export const invitationText = {
  label: 'Invitation',
  title: (inviter: string, project: string) => `${inviter} invited you to ${project}`,
  toServer: (inviter: string) => `${inviter} invited you to make an account here`,
  /** The inviter, if the link was made at the server's command line. */
  operator: 'The person who runs this server',
  facts: (songs: number, members: number) => `${plural(songs, 'song')} · ${plural(members, 'bandmate')}`,
  role: (role: string) => forWord(roles, role) ?? roles.MEMBER,
  until: (email: string, day: string) =>
    email === '' ? `For anyone with this link, until ${day}.` : `For ${email}, until ${day}.`,
  reading: 'Reading the invitation…',
  expired: (inviter: string) => `This invitation has expired. Ask ${inviter} for a new one.`,
  used: (inviter: string) =>
    `This invitation was already used. If that was you, sign in. If not, ask ${inviter} for a new one.`,
  unknown: 'This invitation doesn’t work. Check that the link is complete, or ask for a new one.',
  joining: 'Joining the project…',

  /** The page of a link in a browser. */
  page: {
    here: 'Join in the browser',
    inApp: 'Open in BandMate',
    noApp: 'Nothing opens? BandMate isn’t installed here. Join in the browser instead.',
    signIn: 'Sign in',
    broken: 'No such invitation',
  },

  /** A link that was opened in the app, of a server that it doesn’t know. */
  ask: {
    title: (host: string) => `Open an invitation from ${host}?`,
    hint: 'Continue only if you know who sent you the link. BandMate then connects to this server.',
    other: (host: string) => `Until now you used ${host}.`,
    unencrypted:
      'The connection to this server isn’t encrypted (http). Others in your network can read your password and your music.',
    open: 'Continue',
    leave: 'Not now',
  },

  join: {
    title: 'Join a project',
    as: (name: string, email: string) => `You join as ${name} (${email}).`,
    pasteHint: 'Paste the link that a bandmate sent you.',
    submit: 'Join project',
    missing: 'Paste the whole link first. It ends with a long code.',
    offline: 'You need to be online to join a project. Keep the link until then.',
    label: 'Invitation link',
    example: 'https://band.example/join/…',
    elsewhere: {
      title: (host: string) => `An invitation from ${host}`,
      description: (host: string, name: string) =>
        `You’re signed in to ${host} as ${name}. To open an invitation from another server, sign out first.`,
      submit: 'Sign out…',
    },
  },
};
