import { plural } from '../../common/plural.ts';

export const chatText = {
  label: (name: string) => `Chat with ${name}`,
  close: 'Close chat',
  options: 'Chat options',
  unknownName: 'Bandmate',
  loading: 'Loading the conversation',
  loadingMessages: 'Loading messages',
  noSharedProject: 'You don’t share a project with this person.',
  messages: (name: string) => `Messages with ${name}`,
  earlierFailed: (reason: string) => `Couldn’t load earlier messages. ${reason}`,
  /** Follows the name of the person. */
  isTyping: 'is typing…',
  /** The name of the person is shown between the two parts. */
  ended: ['You and', 'no longer share a project, so you can’t message each other. Your messages stay here.'],
  empty: 'No messages yet',
  emptyHint: (name: string) => `Only you and ${name} can see this chat.`,
  incoming: (sender: string, text: string) => `${sender}: ${text}`,
  newest: 'Newest',
  unreadDivider: 'New',
  you: 'You',
  messageLabel: (sender: string, clock: string) => `${sender}, ${clock}`,
  composer: (name: string) => `Message to ${name}`,
  placeholder: (name: string) => `Message ${name}`,
  send: (name: string) => `Send to ${name}`,
  sendShort: 'Send',
  insertMoment: (moment: string) => `Insert ${moment}`,
  mention: 'Mention a bandmate',
  notSent: (reason: string) => `Not sent. ${reason}`,
  charactersLeft: (amount: number) => `${plural(amount, 'character')} left`,
  unread: (messages: number) => plural(messages, 'unread message'),
  contacts: 'Bandmates',
  otherContacts: 'Other bandmates',

  delivery: {
    queued: 'Will send when you’re online',
    sending: 'Sending',
    refused: (reason: string) => `Not sent: ${reason}`,
    delivered: 'Delivered',
    read: 'Read',
  },

  presence: {
    online: 'online',
    offline: 'offline',
    unknown: 'status unknown',
    unknownOffline: 'status unknown',
    parted: 'no longer in a project with you',
  },
};
