export const playerText = {
  level: 'Peak and RMS at the playhead, before the volume',
  label: 'Player',
  play: (name: string) => `Play ${name}`,
  pause: (name: string) => `Pause ${name}`,
  newest: 'Play the newest bounce',
  close: 'Close player',
  previousSong: 'Previous song',
  nextSong: 'Next song',
  loop: 'Loop from the playhead',
  endLoop: 'End the loop',
  compare: 'Compare with another version',
  position: (cut: string) => `Position in ${cut}`,
  positionOf: (time: string, duration: string) => `${time} of ${duration}`,
  trackTitle: (cut: string, version: string) => `${cut}, ${version}`,
  volume: 'Volume',
  mute: 'Mute',
  unmute: 'Unmute',
  muted: 'Muted',
  percent: (percent: number) => `${percent}%`,

  /** The compressed copy of a version. */
  copy: {
    label: 'Compressed',
    hint: (size: string) => `Compressed copy, ${size}. Press to hear the lossless file.`,
    leave: 'Compressed copy: hear the lossless file',
  },
  quality: {
    heading: 'Sound away from the app',
    hint: 'Automatic plays compressed copies when this device saves data or its connection is slow. Comparing and downloads are always lossless.',
    options: { automatic: 'Automatic', lossless: 'Lossless', compressed: 'Compressed' },
  },

  /** Why a file doesn't play. */
  silence: {
    unknown: 'Can’t play this file.',
    interrupted: 'The connection was lost during playback.',
    damaged: 'This audio file is damaged.',
    unsupported: 'This file type can’t be played here.',
    offline: 'It’s not on this computer, and the server can’t be reached.',
    signedOut: 'It’s not on this computer, and you’re signed out.',
    gone: 'It was deleted, or you’re no longer in the project.',
  },
  unreachable: 'Can’t reach the server.',
  unexpectedStatus: (status: number) => `The server answered ${status} without a reason.`,
};
