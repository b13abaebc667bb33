export const blocksText = {
  heading: 'Blocked people',
  list: 'People you blocked',
  loading: 'Loading blocked people',
  none: 'You haven’t blocked anyone. Block someone in their menu among your bandmates, or where they invite you.',
  since: (day: string) => `since ${day}`,
  block: (name: string) => `Block ${name}…`,
  unblock: 'Unblock',
  unblockOne: (name: string) => `Unblock ${name}`,
  unblockFailed: 'Couldn’t unblock this person',
  /** The name of the person is shown between the two parts. */
  blocked: ['You blocked', '. Messages they send now never reach you.'],

  dialog: {
    title: (name: string) => `Block ${name}?`,
    description:
      'You get no notifications or unread marks from them, and their invitations and direct messages don’t reach you. Messages they send while blocked never appear, even if you unblock them. In projects you share, you still see what they do. They aren’t told.',
    submit: 'Block',
  },
};
