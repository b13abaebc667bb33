export const updatesText = {
  heading: 'Updates',
  loading: 'Loading the state of updates',
  off: {
    development: 'This copy runs from its sources, so it doesn’t update itself.',
    'no-feed': 'This copy has no place to look for updates.',
  },
  current: 'BandMate looks for updates every few hours.',
  checked: 'No newer version was found.',
  checking: 'Looking for an update…',
  downloading: (version: string, percent: number) => `Downloading BandMate ${version}: ${percent}%`,
  ready: (version: string) => `BandMate ${version} is ready. It is installed when you quit.`,
  readyShort: 'Update ready',
  notes: (version: string) => `What’s new in ${version}`,
  check: 'Check now',
  install: 'Restart and update',
  installFailed: 'Couldn’t install the update',
};
