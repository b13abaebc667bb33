import { plural } from '../../common/plural.ts';
import type { Transfer, TransferFailure, TransferState } from '../../protocol/ipc/transfer.ts';
import { formatBytes, formatSpan } from './format.ts';

type Settling = Extract<TransferState, { kind: 'settling' }>['reason'];
type Waiting = Extract<TransferState, { kind: 'waiting' }>['for'];

/** Files on their way. Each sentence answers: what is happening, is it safe, what can I do? */
export const transfersText = {
  note: (file: string) => ({
    add: 'Add a note',
    edit: `Change the note of ${file}`,
    field: `Note of ${file}`,
    placeholder: 'What changed?',
  }),
  label: 'Transfers',
  list: 'List of transfers',
  loading: 'Loading transfers',
  unreadable: 'Can’t read transfers',
  empty: 'No transfers. Drop files on a song to upload them.',
  emptyWithFolders: 'No transfers. Bounce into a watched folder, or drop files on a song.',
  loudness: (integrated: string, truePeak: string) => `${integrated} · ${truePeak}`,
  uploadOf: (name: string) => `Upload of ${name}`,
  actionOn: (action: string, name: string) => `${action}: ${name}`,

  actions: {
    pause: 'Pause',
    resume: 'Resume',
    retry: 'Try again',
    takeAsIs: 'Upload as is',
    discard: 'Clear',
    showInFolder: 'Show in folder',
  },

  lamp: {
    label: 'Transfers: ',
    verified: (files: number) =>
      files === 0 ? 'Nothing is waiting' : `${plural(files, 'file')} uploaded and verified`,
    nothingHint: 'Choose your DAW’s bounce folder',
    foldersHint: 'New bounces there aren’t uploaded',
    bounces: (bounces: number) => plural(bounces, 'bounce'),
    soFar: (what: string, size: number) => `${formatBytes(size)} so far · ${what}`,
    percent: (percent: number) => `${percent}% · safe on this computer`,
    safeHere: 'Safe on this computer',
    filesSafe: 'All files are safe',
    named: (name: string, state: string) => `${name} · ${state}`,
    willSync: (changes: number) =>
      changes === 0 ? 'Everything is saved' : `${plural(changes, 'change')} saved, will sync`,
    signedOutHint: 'Sign in to continue',
    newerServer: 'This server needs a newer version',
    olderServer: 'It is too old for this BandMate',
    recording: (files: number) =>
      files === 0 ? 'Nothing is waiting' : `${plural(files, 'file')} waiting, safe here`,
  },

  /** The state of a bounce, in the row of its song. */
  arrival: {
    writing: (size: number) => `Your DAW is writing · ${formatBytes(size)} so far`,
    uploading: (percent: number) => `Uploading · ${percent}%`,
    waiting: (reason: string) => `${reason} · safe on this computer`,
  },

  /** The state in a word or two. */
  titles: {
    seen: 'Found',
    settling: 'Checking',
    asking: 'Needs you',
    hashing: 'Preparing',
    hashed: 'Preparing',
    reserved: 'Preparing',
    transferring: 'Uploading',
    transferred: 'Verifying',
    committing: 'Verifying',
    done: 'Verified',
    duplicate: 'Already uploaded',
    waiting: 'Waiting',
    paused: 'Paused',
  },

  /** A title for each reason why a file could not be uploaded. */
  failures: {
    vanished: 'File not found',
    unreadable: 'Can’t read the file',
    'unsupported-type': 'File type not supported',
    'too-large': 'Too large for this server',
    refused: 'Refused by the server',
    'target-gone': 'Its song was deleted',
    forbidden: 'You can’t upload here',
    'no-space': 'The server is full',
    'corrupt-transfer': 'Damaged during upload',
    'server-error': 'Server error',
  } satisfies Record<TransferFailure, string>,

  seen: 'New file found.',
  settling: {
    writing: 'Waiting for your DAW to finish writing.',
    incomplete: 'Waiting for your DAW: the file isn’t complete yet.',
    quiet: 'Looks finished. Making sure it doesn’t change.',
  } satisfies Record<Settling, string>,
  asking: 'This file looks incomplete and hasn’t changed for 10 minutes. Upload it as it is?',
  hashing: 'Computing a checksum, so that every byte can be verified.',
  hashed: 'Ready to upload.',
  reserved: 'Starting the upload.',
  uploadingAhead: (percent: number) =>
    `Uploading ahead, ${percent}%. Your band sees it once your DAW has finished.`,
  uploading: (percent: number, size: number) => `Uploading, ${percent}% of ${formatBytes(size)}.`,
  /** Sizes in bytes, `secondsLeft` in seconds. */
  uploadingAt: (percent: number, size: number, bytesPerSecond: number, secondsLeft: number) =>
    `Uploading, ${percent}% of ${formatBytes(size)} at ${formatBytes(bytesPerSecond)}/s, ${formatSpan(secondsLeft)} left.`,
  transferred: 'Uploaded. The server verifies it next.',
  transferredAhead: 'Uploaded so far. Waiting for your DAW to finish.',
  committing: 'The server is verifying every byte.',
  newCut: 'Uploaded and verified.',
  newCutNamed: (cut: string) => `New song ${cut}.`,
  newVersion: 'Uploaded and verified as a new version.',
  newVersionOf: (version: number, cut: string) => `Version ${version} of ${cut}.`,
  newFileOf: (cut: string) => `Added to ${cut}.`,
  duplicate: 'Already uploaded.',
  duplicateOf: (name: string) => `Already uploaded, in ${name}.`,
  duplicateVersion: (version: number, cut: string) => `Already uploaded as version ${version} of ${cut}.`,
  paused: 'Paused.',
  pausedAt: (percent: number) => `Paused at ${percent}%. The uploaded part is kept.`,

  waitingFor: {
    network: 'Waiting for the network',
    'sign-in': 'Waiting for you to sign in',
    server: 'Waiting for the server',
    disk: 'Waiting for space on your disk',
    recording: 'Waiting while you record',
  } satisfies Record<Waiting, string>,
  waiting: (reason: string, message: string, next: string) =>
    message === '' ? `${reason}. ${next}` : `${reason}: ${message} ${next}`,
  safeHere: 'Safe on this computer.',
  safeHereContinues: 'Safe on this computer. Continues automatically.',
  tryingNow: 'Trying again now.',
  nextTry: (seconds: number) => `Next try in ${formatSpan(seconds)}.`,
};

/** Where a transfer is going: its heading and song, each only if the names before it don't say so already. */
export function transferPlace({
  name,
  vibeName,
  cutName,
}: Pick<Transfer, 'name' | 'vibeName' | 'cutName'>): string {
  const said = [name.replace(/\.[^.]+$/, '')];
  for (const place of [vibeName, cutName]) if (place && !said.includes(place)) said.push(place);
  return said.slice(1).join(' › ');
}
