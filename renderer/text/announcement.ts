export const announcementText = {
  label: 'Announcement',
  dismiss: 'Dismiss',
  dismissFailed: 'Couldn’t dismiss the announcement',
};
