import { forWord } from '../../protocol/wire/open-enum.ts';
import { plural } from './format.ts';

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
  until: (email: string, day: string) => `For ${email}, until ${day}.`,
  reading: 'Reading the invitation…',
  expired: (inviter: string) => `This invitation has expired. Ask ${inviter} for a new one.`,
  used: (inviter: string) =>
    `This invitation was already used. If that was you, sign in. If not, ask ${inviter} for a new one.`,
  unknown: 'This invitation doesn’t work. Check that the link is complete, or ask for a new one.',
};
