export const roomText = {
  tab: 'Room',
  /** Read out after the name of the tab. */
  unread: (messages: number) => (messages === 1 ? '1 unread message' : `${messages} unread messages`),
  label: (project: string) => `Room of ${project}`,
  messages: (project: string) => `Messages in ${project}`,
  loading: 'Loading the room',
  empty: (project: string) => `Nobody has written in ${project} yet.`,
  emptyHint: 'Everybody in the project reads what is written here. @ mentions a bandmate.',
  composer: (project: string) => `Message ${project}`,
  send: 'Send',
  mention: 'Mention a bandmate',
  insertMoment: (moment: string) => `Insert ${moment}`,
  earlierFailed: (reason: string) => `Couldn’t load earlier messages. ${reason}`,
  incoming: (sender: string, text: string) => `${sender}: ${text}`,
  openAsPage: 'Open the room as a page',
  back: 'Back to the songs',
};
