import { plural } from './format.ts';

export const accountText = {
  product: 'BandMate',
  tagline: 'Every finished bounce, on your band’s screens.',
  signIn: {
    title: 'Sign in',
    submit: 'Sign in',
    busy: 'Signing in…',
    question: 'New here?',
    other: 'Create an account',
  },
  register: {
    title: 'Create your account',
    submit: 'Create account',
    busy: 'Creating account…',
    question: 'Have an account?',
    other: 'Sign in',
  },
  server: 'Server',
  serverExample: 'https://band.example',
  name: 'Your name',
  passwordHint: 'At least 8 characters.',
  invitationLink: 'Invitation link',
  invitationExample: 'https://band.example/invite/…',
  registrationByInvitation:
    'This server takes new accounts by invitation. Paste the link you were sent, or ask your bandmate for one.',
  registrationClosed:
    'This server takes no new accounts without an invitation from the person who runs it. Paste their link.',
  rememberMe: 'Stay signed in for 30 days',

  errors: {
    serverMissing: 'Enter your band’s server address.',
    serverInvalid: 'Enter an address like https://band.example.',
    nameMissing: 'Enter your name.',
    nameTooLong: 'At most 200 characters.',
    emailMissing: 'Enter your email.',
    passwordMissing: 'Enter your password.',
    passwordTooShort: 'At least 8 characters.',
    passwordCommon: 'Many people use this password, so it’s easy to guess. Choose another one.',
    passwordTooLong: 'At most 128 characters.',
    wrongPassword: 'That email and password don’t match.',
    emailTaken: 'An account with this email already exists. Sign in instead.',
    tooManyTries: 'Too many attempts. Wait a minute, then try again.',
  },

  menu: {
    account: 'Account:',
    signedInAs: (email: string, serverUrl: string) => `Signed in as ${email} on ${serverUrl}`,
    notKeptSafely: 'This system can’t store your sign-in safely, so you’ll sign in again after quitting.',
    startQuiet: 'Turn on quiet mode',
    endQuiet: 'Turn off quiet mode',
    deleted: 'Deleted…',
    settings: 'Settings…',
    shortcuts: 'Keyboard shortcuts',
    signOut: 'Sign out…',
    version: (version: string) => `BandMate ${version}`,
  },

  signOut: {
    title: (host: string) => `Sign out of ${host}?`,
    submit: 'Sign out',
    againTitle: 'Sign in again?',
    againSubmit: 'Sign in again',
    more: (changes: number) => `and ${plural(changes, 'more', 'more')}`,
    folders: 'Bounce folders aren’t watched while you’re signed out.',
  },
};
