export const membersText = {
  heading: 'Bandmates',
  invite: 'Invite a bandmate',
  you: 'you',
  admin: 'admin',
  remove: 'Remove from project…',

  inviteDialog: {
    title: (project: string) => `Invite to ${project}`,
    description: 'You get a link to send. It works only for the account with this email.',
    submit: 'Create link',
    offline: 'You need to be online to invite someone.',
    role: 'Role',
    roles: [
      { value: 'MEMBER', text: 'Member', hint: 'Can upload, comment, and create and move songs.' },
      { value: 'ADMIN', text: 'Admin', hint: 'Can also delete, invite and remove people.' },
    ],
  },

  link: {
    title: 'Invitation link',
    copiedTitle: 'Link copied',
    label: 'Invitation link',
    description: (email: string, lastDay: string) => `Send it to ${email}. It works until ${lastDay}.`,
  },

  removeDialog: {
    title: (name: string, project: string) => `Remove ${name} from ${project}?`,
    description: 'They lose access right away. Everything they added stays.',
    submit: 'Remove',
  },
};
