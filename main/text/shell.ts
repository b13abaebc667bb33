/** Strings outside the page: in the menu, the tray and the system's dialogs. */
export const shellText = {
  appName: 'BandMate',
  chooseFolder: 'Choose a bounce folder',
  save: 'Save for the DAW',
  chooseFiles: 'Choose files to upload',
  notUploaded: 'Not uploaded',
  menu: { file: 'File', view: 'View', mini: 'Mini Window', reconnect: 'Reconnect Now' },
  tray: {
    tooltip: (state: string) => `BandMate: ${state}`,
    show: 'Open BandMate',
    upload: 'Upload Files to',
    pause: 'Pause While I Record',
    minutes: (minutes: number) => `${minutes} Minutes`,
    hour: '1 Hour',
    untilResume: 'Until I Resume',
    resume: 'Resume Now',
    quit: 'Quit BandMate',
  },
  crashed: {
    title: 'BandMate stopped',
    message: (problem: string) => `${problem}\n\nNo bounce is lost. Start BandMate again.`,
  },
  cannotStart: 'BandMate can’t start',
};

/** Errors that a page gets when its call is refused or fails. */
export const callText = {
  noWindow: 'The window is gone.',
  notOurWindow: 'The caller is not a window of this app.',
  notMainFrame: 'Only the page itself may call, not a frame in it.',
  notOurPage: 'The page does not belong to this app.',
  unknownCall: 'This call does not exist.',
  badArguments: (name: string, issue: string) => `The call ${name} has invalid arguments: ${issue}`,
  failed: 'Something went wrong in the app. See its log for details.',
};
