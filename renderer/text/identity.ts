export const identityText = {
  or: 'or',
  continueWith: (provider: string) => `Continue with ${provider}`,

  inBrowser: 'Continue in your browser',
  waiting: 'Finish signing in in your browser, then come back here.',
  cancel: 'Cancel',

  desktop: {
    title: 'Sign in to the BandMate app',
    question: (name: string, email: string) => `You’re signed in here as ${name} (${email}).`,
    warning: 'Continue only if you just chose to sign in in the app on this computer.',
    continueAs: (name: string) => `Continue as ${name}`,
    other: 'Use another account',
    doneTitle: 'You’re signed in',
    done: 'Go back to the BandMate app. You can close this tab.',
  },

  connected: {
    heading: 'Connected accounts',
    hint: 'Sign in with them instead of your password.',
    list: 'Accounts you can sign in with',
    loading: 'Loading your connected accounts',
    isConnected: 'Connected',
    isNotConnected: 'Not connected',
    connect: 'Connect',
    connectOne: (provider: string) => `Connect ${provider}`,
    disconnect: 'Disconnect',
    disconnectOne: (provider: string) => `Disconnect ${provider}`,
    failed: 'Couldn’t change your connected accounts',
  },
};
