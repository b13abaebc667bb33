/** Strings about playing, waveforms and offline cuts. */
export const mediaText = {
  whileRecording: 'Downloads wait while you record. Resume to continue.',
  cutShort: 'The download broke off. Retrying soon.',
  notKept: 'This could not be saved for offline use. Is this computer’s disk full?',
  notADifference: (server: string) => `The answer from ${server} is not a comparison.`,
  notAWaveform: (server: string) => `The answer from ${server} is not a waveform.`,
  tooShort: 'The file is shorter than expected.',
  noSuchFile: 'This file doesn’t exist.',
  notAPicture: 'This isn’t a picture.',
  notPlayable: 'This format can’t be played here. Download it instead.',
  tooCostly: 'This file takes too long to read. Download it instead.',
  signedOut: 'You are signed out.',
  notReady: (server: string) => `${server} is not ready.`,
  otherAnswer: (server: string) => `${server} sent something other than the requested file.`,
  connectionLost: 'The connection was lost.',
};
