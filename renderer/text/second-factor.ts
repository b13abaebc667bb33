import { plural } from '../../common/plural.ts';

export const secondFactorText = {
  heading: 'Two-step sign-in',
  loading: 'Loading two-step sign-in',
  code: 'Code',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Couldn’t copy',

  step: {
    title: 'Enter your code',
    intro: 'Open your authenticator app and enter the code that it shows for BandMate.',
    hint: 'No app at hand? Enter a recovery code.',
    submit: 'Sign in',
    busy: 'Signing in…',
    back: 'Back to sign-in',
    missing: 'Enter the code.',
  },

  off: {
    state: 'Off',
    hint: 'Ask for a code of an authenticator app besides the password.',
    turnOn: 'Turn on…',
  },
  on: {
    state: (codes: number) => `On · ${plural(codes, 'recovery code')} left`,
    renew: 'New recovery codes…',
    turnOff: 'Turn off…',
  },
  enrol: {
    title: 'Turn on two-step sign-in',
    scan: 'Scan this with an authenticator app, or type the key into it. Then enter the code that it shows.',
    picture: 'QR code for an authenticator app',
    key: 'Key',
    submit: 'Turn on',
  },
  renew: {
    title: 'New recovery codes',
    description: 'The codes you have now stop working.',
    submit: 'Make new codes',
  },
  turnOff: {
    title: 'Turn off two-step sign-in?',
    description: 'Your password alone will be enough to sign in.',
    submit: 'Turn off',
  },
  codes: {
    title: 'Keep your recovery codes',
    description: 'Each signs you in once if you lose your authenticator app. They are shown only now.',
    list: 'Recovery codes',
    done: 'I’ve kept them',
  },
};
