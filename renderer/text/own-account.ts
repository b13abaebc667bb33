/** The account in the settings: its email, its password, its data and its end. */
export const ownAccountText = {
  heading: 'Account',
  loading: 'Loading your account',
  confirmed: 'Confirmed',
  unconfirmed: 'Not confirmed yet. Open the link we sent you.',
  pending: (email: string) => `Changes to ${email} once you open the link we sent there.`,
  sendAgain: 'Send again',
  sent: 'Sent. Open the link in the email.',
  sendFailed: 'Couldn’t send the email',

  change: 'Change…',
  currentPassword: 'Current password',
  passwordMissing: 'Enter your current password.',

  changeEmail: {
    title: 'Change email',
    description: 'We’ll send a link to the new email. It changes once you open it.',
    withoutMail: 'It changes right away. You’ll sign in with it from now on.',
    label: 'New email',
    submit: 'Change email',
    taken: 'Another account has this email.',
  },

  data: {
    row: 'Your data',
    detail: 'What you wrote, a list of your files and your activity, as a ZIP.',
    export: 'Export',
    exportName: 'Export your data',
    failed: 'Couldn’t export your data',
  },

  delete: {
    row: 'Delete account',
    detail: 'Ends your account on this server for good.',
    open: 'Delete…',
    title: 'Delete your account?',
    description: 'You’ll be signed out everywhere and leave all your projects. This can’t be undone.',
    points: [
      'What you made stays with your bands, under your name: songs, versions, comments and messages. First delete what shouldn’t stay.',
      'Projects that only you are in are deleted, with everything in them.',
      'Your email, password, picture and settings are removed.',
    ],
    submit: 'Delete account',
  },

  password: {
    row: 'Password',
    title: 'Change password',
    description: 'You’ll be signed out on all other devices.',
    label: 'New password',
    hint: 'At least 8 characters.',
    problem: (sentence: string) => `New password: ${sentence}`,
    submit: 'Change password',
    done: 'Changed. All other devices were signed out.',
  },
};
