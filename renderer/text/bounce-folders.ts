import { plural } from '../../common/plural.ts';
import { formatClock } from './format.ts';

export const bounceFoldersText = {
  heading: 'Bounce folders',
  trouble: 'Folder problems',
  add: 'Add a bounce folder',
  empty: 'None yet.',
  emptyHint: 'None yet. Add the folder your DAW bounces into, and each finished file goes to the band.',
  addHere: 'Add a folder to this project…',
  leftProject: 'A project you left',
  named: (folder: string, status: string) => `${folder}, ${status}`,
  problem: (folder: string) => `${folder}:`,
  existing: (files: number) => plural(files, 'existing file'),
  review: 'Review…',

  menu: {
    resume: 'Resume watching',
    pause: 'Pause watching',
    routing: 'Folder settings…',
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
    writing: { title: 'Writing', sentence: null },
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
    vibe: (vibe: string) => `New songs go to ${vibe}`,
    deletedVibe: 'a deleted song or group',
    subFolder: 'New songs go to the group named after their subfolder',
    songName: 'Bounces go to the song in their name',
    ways: [
      {
        value: 'song-name',
        text: 'By song name',
        hint: '“Sunset Groove v3 rough.wav” is a version of Sunset Groove.',
      },
      { value: 'sub-folder', text: 'By subfolder', hint: 'Each subfolder is a group of songs.' },
      { value: 'vibe', text: 'Into one group', hint: 'Everything goes to one song or group.' },
      { value: 'vibe-name', text: 'Into a new group', hint: 'Created when the first bounce arrives.' },
    ],
    vibeField: 'Song or group',
    vibeNameField: 'Group name',
    vibeMissing: 'Choose a song or group.',
    vibeNameMissing: 'Enter a name for the new group.',
  },

  /** How a folder's file names are read. */
  names: {
    heading: 'File names',
    stacking: 'Stack versions of a song',
    stackingHint:
      '“Dune v1” and “Dune v2” become one song. Turn off to keep each file name a song of its own.',
    rules: 'Rules',
    titleWord: (word: string) => `“${word}” is part of the title`,
    neverStack: (name: string) => `Never stack “${name}”`,
    remove: (rule: string) => `Remove rule: ${rule}`,
    add: 'New rule',
    kinds: [
      { value: 'title-word', text: 'Part of the title' },
      { value: 'never-stack', text: 'Never stack' },
    ],
    words: { 'title-word': 'Word', 'never-stack': 'File name' },
    starHint: 'Without the extension. * stands for any text: “*sketch*”.',
    addButton: 'Add rule',
    preview: (changed: number, names: number) =>
      changed === 0
        ? `Changes none of the last ${plural(names, 'name')} here.`
        : `Changes ${changed} of the last ${plural(names, 'name')} here:`,
    previewList: 'What the rule changes',
    becomes: ' → ',
    ownCut: 'a song of its own',
    version: (cut: string, label: string) => `${cut}, ${label}`,
  },

  bindDialog: {
    title: (folder: string) => `Watch ${folder}`,
    description:
      'Every bounce your DAW finishes here is shared with your band automatically. Existing files aren’t uploaded unless you choose them.',
    submit: 'Watch folder',
  },
  routingDialog: {
    title: (folder: string) => `Settings of ${folder}`,
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
