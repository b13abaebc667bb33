import type { ShortcutAction } from '../../protocol/ipc/beside.ts';

/** Staying out of the DAW's way. */
export const besideText = {
  running: 'In the background',
  loading: 'Loading these settings',
  saveFailed: 'Couldn’t save the setting',

  pause: {
    button: 'Pause while I record',
    failed: 'Couldn’t pause',
    resumeFailed: 'Couldn’t resume',
    explained: 'Holds uploads, downloads and measuring. Bounces are still noticed.',
    minutes: (minutes: number) => `For ${minutes} minutes`,
    hour: 'For 1 hour',
    untilResume: 'Until I resume',
    resume: 'Resume now',
  },

  keepsRunning: 'Keep running in the tray',
  keepsRunningHint: 'Closing the window doesn’t quit BandMate: bounces are still uploaded.',
  startsAtLogin: 'Start when I sign in to this computer',
  startsAtLoginHint: 'Starts in the tray, without a window.',

  limits: 'Transfer speed',
  uploadLimit: 'Upload at most',
  downloadLimit: 'Download at most',
  dawLimit: 'While a DAW is running',
  noLimit: 'No limit',
  sameLimit: 'The same',
  rate: (bytesPerSecond: number) =>
    bytesPerSecond < 1_000_000 ? `${bytesPerSecond / 1_000} kB/s` : `${bytesPerSecond / 1_000_000} MB/s`,
  playedHint: 'What you play is never held back.',
  notWatched: 'BandMate doesn’t look at your programs unless you choose a limit here.',
  watched: 'Looks for a DAW every 20 seconds.',
  dawRuns: (daw: string) => `${daw} is running, so this limit applies now.`,
  ownDaws: 'Other programs that count as a DAW',
  ownDawsHint: 'The names of their processes, separated by commas. The usual DAWs are known.',

  shortcuts: 'Shortcuts in any program',
  shortcutsHint: 'They work while your DAW is in front. Off until you choose keys.',
  shortcut: {
    playPause: 'Play or pause',
    comment: 'Comment at the playhead',
    pause: 'Pause while I record, or resume',
  } satisfies Record<ShortcutAction, string>,
  choose: 'Choose keys…',
  press: 'Press the keys',
  turnOff: (action: string) => `Turn off the shortcut: ${action}`,
  needsModifier: 'Add Ctrl, Alt or ⌘, or use a function key: other programs need the plain keys.',
  taken: 'Another program uses these keys. Choose others.',
};
