/** Getting back into an account, and confirming its email. */
export const recoveryText = {
  forgotten: 'Forgot your password?',
  back: 'Back to sign in',

  forgot: {
    title: 'Reset your password',
    intro: 'We’ll email you a link to choose a new one.',
    submit: 'Send link',
    busy: 'Sending…',
  },
  sent: {
    title: 'Check your email',
    text: (email: string) => `If ${email} has an account here, a link is on its way. It works for one hour.`,
    hint: 'Nothing there? Look in your spam folder.',
  },
  noMail: {
    title: 'This server doesn’t send email',
    text: 'Ask the person who runs it for a link to reset your password.',
  },

  reset: {
    title: 'Choose a new password',
    intro: 'You’ll be signed out on all devices.',
    password: 'New password',
    submit: 'Set password',
    busy: 'Setting password…',
  },
  resetDone: {
    title: 'Password changed',
    text: 'You were signed out everywhere. Sign in with your new password.',
  },
  expired: {
    title: 'This link no longer works',
    text: 'It was used, replaced by a newer one, or is too old.',
    again: 'Get a new link',
  },

  verify: {
    title: 'Confirm your email',
    intro: 'This confirms the address that we sent the link to.',
    submit: 'Confirm email',
    busy: 'Confirming…',
    expired: 'Send yourself a new link in Settings.',
    taken: 'Another account has this email by now.',
  },
  verified: { title: 'Email confirmed', text: 'BandMate can now send you email.', open: 'Open BandMate' },
};
