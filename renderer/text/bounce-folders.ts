import { formatClock, plural } from './format.ts';

export const bounceFoldersText = {
  heading: 'Bounce folders',
  trouble: 'Folder problems',
  add: 'Add a bounce folder',
  empty:
    'No folders yet. Add the folder your DAW bounces into, and every finished bounce is shared automatically.',
  leftProject: 'A project you left',
  named: (folder: string, status: string) => `${folder}, ${status}`,
  problem: (folder: string) => `${folder}:`,
  existing: (files: number) => plural(files, 'existing file'),
  review: 'Review…',

  menu: {
    resume: 'Resume watching',
    pause: 'Pause watching',
    routing: 'Where bounces go…',
    remove: 'Stop watching…',
  },
  pauseFailed: (folder: string) => `Couldn’t pause ${folder}`,
  resumeFailed: (folder: string) => `Couldn’t resume ${folder}`,
  notSyncedTitle: 'Not yet',
  notSynced: 'This project hasn’t been synced yet. Add the folder once it has.',
  chooserFailed: 'Couldn’t open the folder chooser',

  status: {
    paused: { title: 'Paused', sentence: 'New bounces aren’t uploaded until you resume.' },
    starting: { title: 'Starting', sentence: null },
    watching: { title: 'Watching', sentence: null },
    polling: {
      title: 'Watching',
      sentence: 'Network drive: new bounces are found within about 30 seconds.',
    },
    missing: (since: number, now: number) => ({
      title: 'Missing',
      sentence: `Missing since ${formatClock(since, now)}. Reconnect the drive or restore the folder, and watching resumes.`,
    }),
    error: (message: string) => ({ title: 'Problem', sentence: message }),
  },

  /** Where bounces from a folder go. */
  routing: {
    label: 'Where bounces go',
    vibe: (vibe: string) => `All bounces go to ${vibe}`,
    deletedVibe: 'a deleted vibe',
    subFolder: 'Each bounce goes to the vibe named after its subfolder',
    songName: 'Each bounce goes to the vibe named after its song',
    ways: [
      {
        value: 'song-name',
        text: 'By song name',
        hint: '“Sunset Groove v3 rough.wav” goes to the vibe Sunset Groove.',
      },
      { value: 'sub-folder', text: 'By subfolder', hint: 'Each subfolder is a vibe.' },
      { value: 'vibe', text: 'Into one vibe', hint: 'Put everything in one vibe.' },
      { value: 'vibe-name', text: 'Into a new vibe', hint: 'Created when the first bounce arrives.' },
    ],
    vibeField: 'Vibe',
    vibeNameField: 'Vibe name',
    vibeMissing: 'Choose a vibe.',
    vibeNameMissing: 'Enter a name for the new vibe.',
  },

  bindDialog: {
    title: (folder: string) => `Watch ${folder}`,
    description:
      'Every bounce your DAW finishes here is shared with your band automatically. Existing files aren’t uploaded unless you choose them.',
    submit: 'Watch folder',
  },
  routingDialog: {
    title: (folder: string) => `Where bounces from ${folder} go`,
    description: 'Applies to new bounces.',
    movedDescription: 'Applies to new bounces. Existing files aren’t uploaded unless you choose them.',
    chooseProject: 'Choose a project…',
    projectMissing: 'Choose a project.',
  },
  removeDialog: {
    title: (folder: string) => `Stop watching ${folder}?`,
    description: 'New bounces won’t be uploaded any more. The folder and everything already uploaded stay.',
    submit: 'Stop watching',
  },
  existingDialog: {
    title: 'Existing files',
    description: (folder: string | null) =>
      `These files were in ${folder ?? 'the folder'} before it was watched. Only the files you choose are uploaded.`,
    loading: 'Looking through the folder',
    list: 'List of existing files',
    selectAll: 'Select all',
    ignoreAll: 'Ignore all',
    uploadAll: 'Upload all',
    uploadSelected: (files: number) => (files === 0 ? 'Upload selected' : `Upload ${files}, ignore the rest`),
  },
};
