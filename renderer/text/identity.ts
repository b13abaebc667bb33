export const identityText = {
  or: 'or',
  continueWith: (provider: string) => `Continue with ${provider}`,

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
