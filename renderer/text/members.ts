import type { Rank } from '../../commands/roles.ts';
import type { Member } from '../../protocol/wire/member.ts';
import { forWord } from '../../protocol/wire/open-enum.ts';

const roleNames = { LISTENER: 'Listener', MEMBER: 'Member', ADMIN: 'Admin' };

export const membersText = {
  heading: 'Bandmates',
  invite: 'Invite a bandmate',
  you: 'you',
  ranks: { OWNER: 'owner', ADMIN: 'admin', LISTENER: 'listener' } as Partial<Record<Rank, string>>,
  changeRole: 'Role…',
  makeOwner: 'Make owner…',
  remove: 'Remove from project…',

  inviteDialog: {
    title: (project: string) => `Invite to ${project}`,
    description: 'You get a link to send. It opens in any browser, and names you and the project.',
    way: 'Who can join',
    ways: [
      { value: 'anyone', text: 'Anyone with the link' },
      { value: 'email', text: 'One person, by email' },
    ] as const,
    emailHint: 'The link works only for an account with this email, within 14 days.',
    people: 'Works for',
    numbers: [1, 5, 10, 25, 100].map((people) => ({
      value: String(people),
      text: people === 1 ? '1 person' : `${people} people`,
    })),
    expires: 'Expires',
    lifetimes: [1, 7, 30].map((days) => ({
      value: String(days),
      text: days === 1 ? 'in 1 day' : `in ${days} days`,
    })),
    submit: 'Create link',
    offline: 'You need to be online to invite someone.',
  },

  pending: {
    heading: 'Pending invitations',
    anyone: 'Anyone with the link',
    joined: (uses: number, mostUses: number) => `${uses} of ${mostUses} joined`,
    facts: (role: Member['role'], inviter: string, day: string) =>
      `${forWord(roleNames, role) ?? roleNames.MEMBER}, invited by ${inviter}. Expires ${day}`,
    revoke: 'Revoke',
    revokeOne: (email: string) => `Revoke the invitation of ${email}`,
    revokeLink: 'Revoke the link for anyone',
  },

  role: 'Role',
  roles: [
    { value: 'LISTENER', text: 'Listener', hint: 'Can listen, comment and write in the room.' },
    { value: 'MEMBER', text: 'Member', hint: 'Can also upload, and create and move songs.' },
    { value: 'ADMIN', text: 'Admin', hint: 'Can also delete, invite and remove people.' },
  ],

  roleDialog: {
    title: (name: string) => `Role of ${name}`,
    submit: 'Change role',
  },

  ownerDialog: {
    title: (name: string, project: string) => `Make ${name} the owner of ${project}?`,
    description: 'Only the owner can delete the project or make somebody else its owner. You stay an admin.',
    submit: 'Make owner',
  },

  link: {
    title: 'Invitation link',
    copiedTitle: 'Link copied',
    label: 'Invitation link',
    description: (email: string, lastDay: string) => `Send it to ${email}. It works until ${lastDay}.`,
    forAnyone: (people: number, lastDay: string) =>
      `Send it to your band. ${people === 1 ? 'One person' : `Up to ${people} people`} can join with it until ${lastDay}.`,
  },

  removeDialog: {
    title: (name: string, project: string) => `Remove ${name} from ${project}?`,
    description: 'They lose access right away, and open links for anyone end. Everything they added stays.',
    submit: 'Remove',
  },
};
