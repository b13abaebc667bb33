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
