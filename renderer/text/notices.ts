export const noticesText = {
  label: 'Notices',
  dismiss: 'Got it',
  dismissOne: (message: string) => `Got it: ${message}`,
  dismissFailed: 'Couldn’t dismiss the notice',
};
