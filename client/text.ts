import { updateWords } from '../common/update-words.ts';

/** Every sentence that the client's core shows to a person. */
export const clientText = {
  unreachable: (serverUrl: string) => `Can’t reach ${serverUrl}.`,
  timedOut: (serverUrl: string) => `${serverUrl} didn’t answer in time.`,
  notReady: (serverUrl: string, status: number) =>
    `${serverUrl} is not ready to answer (${status}). It may be restarting.`,
  notBandMate: (serverUrl: string) =>
    `${serverUrl} doesn’t answer like a BandMate server. If this network has a sign-in page, open it in a browser.`,
  /** The server was reached; an app of another version may understand it. */
  serverTooNew: `${updateWords.app.sentence} Update the app.`,
  serverTooOld: updateWords.server.sentence,
  incompatibleServer: 'This version of BandMate doesn’t understand the server’s answer. Is there an update?',

  notStarted: 'Not connected yet.',
  connectionLost: 'Lost the connection to the server.',
  serverRestored: 'Your band’s server was restored from a backup.',
  asleep: 'This computer is asleep.',
  justWokeUp: 'This computer just woke up.',
  networkChanged: 'The network changed.',

  signedOut: 'You’re signed out.',
  newSignIn: ({ device, address }: { device: string; address: string }) =>
    `Someone signed in to your account: ${device}, from ${address || 'an unknown address'}. If that wasn’t you, sign that device out in Settings.`,
  projectHealed: (project: string) =>
    `“${project}” on this computer differed from the server, so it was loaded again. None of your changes are lost.`,
  changeNotSaved:
    'A change couldn’t be saved because this computer’s disk is full or can’t be written. Free some space; pending changes will sync then.',
  changeNotKept: 'The change couldn’t be saved on this computer. Is its disk full? Nothing was sent.',
  changeTooLarge: 'That is more than 64 KB: too much for one change.',
  changeNoLongerPending: 'This change is no longer pending.',
  changeMayHaveArrived: 'The band may have this change already. Wait for the answer, then change it there.',
  changeIsBeingSent: 'This change is being sent. Wait for the answer, then undo it there.',
  changeUnanswered: 'The server gave no answer to this change.',
  unknownCommand: (kind: string) => `There is no command “${kind}”.`,
  partyUnanswered: 'Listening together needs a connection to the server.',
  projectsNotSaved: 'The list of projects couldn’t be saved on this computer.',

  manyAlerts: (count: number) => `${count} new for you`,
  latestAlert: (title: string) => `Latest: ${title}`,
  formerBandmate: 'Someone',

  uploadInterrupted: 'The connection was lost during the upload.',
  uploadStalled: 'The server stopped responding during the upload.',
  unexpectedStatus: (status: number) => `The server answered ${status}.`,
  uploadWaitsForSignIn: 'Sign in again to continue.',
  uploadHints: {
    tooLarge: 'Export it in a smaller format, or ask the server’s administrator to allow larger files.',
    forbidden: 'Ask an admin of the project to invite you again, then retry.',
    targetGone:
      'It was deleted, or you’re no longer in the project. Choose another place for the folder and retry, or drop the file somewhere else.',
    quota: 'Delete what you no longer need, then retry. Your file is still here.',
    noSpace: 'Ask the server’s administrator to free some space, then retry.',
    unsupportedType: 'Check that it opens in a player, or export it again.',
    corruptTransfer: 'Something between this computer and the server alters data. Retry on another network.',
    serverError: 'Retry. If it happens again, contact the server’s administrator.',
    refused: 'The server doesn’t accept this file.',
  },
  transferGone: 'This upload is no longer listed.',
  alreadyUploaded: (file: string) => `${file} has already been uploaded.`,

  picturesGoOnSongs: 'Drop pictures on a song.',
  unsupportedFile: (extension: string) =>
    `${extension === '' ? 'This file' : extension} isn’t supported. Use WAV, AIFF, FLAC, MP3, M4A, OGG, Opus or ZIP.`,
};
