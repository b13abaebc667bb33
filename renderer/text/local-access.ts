export const localAccessText = {
  reaper: 'REAPER',
  other: 'Other programs',
  loading: 'Looking for REAPER',
  aim: 'A script shows a song’s open points as markers in REAPER, keeps them up to date, and sends comments from the cursor.',
  notFound: (folder: string) => `REAPER’s folder wasn’t found at ${folder}.`,
  install: 'Install in REAPER',
  chooseFolder: 'Choose REAPER’s folder…',
  otherFolder: 'Another folder…',
  connected: 'Running in REAPER',
  installed: 'Installed. It isn’t running in REAPER now.',
  changed: 'The installed script differs from BandMate’s, so it isn’t updated automatically.',
  howToLoad:
    'To start it: in REAPER, choose Actions, Show action list, New action, Load ReaScript. Choose BandMate.lua, then run it.',
  show: 'Show in folder',
  replace: 'Replace with BandMate’s',
  remove: 'Remove from REAPER',
  failed: 'That didn’t work',
  allow: 'Let programs on this computer use BandMate',
  allowHint:
    'They can read your songs and open points, comment, and resolve, as you. Web pages can’t. Turn it on for a program that asks for it.',
  endpointFile: 'Address and token are in this file, which only you can read:',
};
