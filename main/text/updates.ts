/** Sentences about updates of the app. */
export const updatesText = {
  tampered:
    'The update was not installed, because what was downloaded isn’t what was published. BandMate tries again in a few hours.',
  unreachable: 'Couldn’t reach the place of the updates. BandMate tries again in a few hours.',
  failed: (problem: string) => `The update failed: ${problem}`,
  notReady: 'No update is ready to install.',
};
