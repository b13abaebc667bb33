/** Answers to other programs on this computer, and why they can't reach the app. */
export const localText = {
  signedOut: 'Nobody is signed in to BandMate. Sign in to the app first.',
  wrongToken: 'The token is wrong or no longer valid. Read it again from endpoint.json.',
  notForPages: 'Web pages may not use this. Only programs on this computer may.',
  onlyPost: 'Send a POST to /v1 with a request as JSON.',
  notJson: 'The request is not JSON.',
  wrongType: 'The content type must be application/json.',
  tooLarge: 'The request is too large: 16 KB at most.',
  tooMany: 'Too many changes in a minute. Try again later.',
  tooManyKept: 'Too many answers are kept up to date already.',
  noSong: 'There is no such song in the signed-in account.',
  noProject: 'There is no such project in the signed-in account.',
  noVersion: 'There is no such version of this song.',
  noPoint: 'There is no such comment on a song that the app knows.',
  endsBeforeStart: 'endSeconds: must be after seconds',
  failed: 'Something went wrong in the app. See its log for details.',

  taken: 'Another BandMate on this computer uses the same data folder.',
  notOurs: (folder: string) => `${folder} belongs to another user of this computer, so nothing is put there.`,
  cannotOpen: (reason: string) => `Other programs can’t reach BandMate. ${reason}`,

  chooseReaperFolder: 'Choose REAPER’s resource folder',
  noReaper: (folder: string) =>
    `REAPER’s folder isn’t at ${folder}. Start REAPER once, or choose the folder: in REAPER, Options, Show REAPER resource path.`,
  notReapersFolder: (folder: string) =>
    `${folder} isn’t REAPER’s resource folder: it has no reaper.ini. In REAPER, choose Options, Show REAPER resource path.`,
  cannotWrite: (folder: string, reason: string) => `The script can’t be written to ${folder} (${reason}).`,
  cannotRemove: (folder: string, reason: string) => `The script can’t be removed from ${folder} (${reason}).`,
};
