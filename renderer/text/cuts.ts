import { plural } from '../../common/plural.ts';

const canRestore =
  'For a while, “Deleted…” in the project’s menu brings it back. Bounces on your disk aren’t touched.';

export const cutsText = {
  note: (version: string) => ({
    add: 'Add a note',
    edit: `Change the note of ${version}`,
    field: `Note of ${version}`,
    placeholder: 'What changed?',
  }),
  approve: 'Approve',
  approvedByMe: 'Approved',
  approveHint: (version: string) => `Say that ${version} is it`,
  takeApprovalBack: (version: string) => `Take back your approval of ${version}`,
  approveFailed: 'Couldn’t save the approval',

  label: (cut: string) => `Song ${cut}`,
  back: 'All songs',
  mixes: 'Mixes of this song',
  mainMix: 'Main mix',
  comments: 'Comments',
  loading: 'Loading the song',
  details: 'Details',
  files: 'Other files',
  onlyFiles: 'No version to play yet. Its files are below; a bounce becomes version 1.',

  notRead: 'Not on this computer yet',
  unreadable: 'Can’t read this song',
  unreached: 'You need to be online to open this song for the first time.',
  gone: 'This song is gone',
  goneHint: 'It was deleted, or you’re no longer in its project. Your bounces on disk aren’t touched.',

  addVersion: 'Add new version…',
  addFirst: 'Add first version…',
  nextVersion: (bounceFolders: boolean) =>
    `Drop the next version here${bounceFolders ? ', or just bounce it' : ''}, to see and hear what changed.`,
  chooseFiles: 'Choose files',
  earlier: 'Earlier',
  approvedBy: (names: readonly string[]) => `Approved by ${names.join(', ')}`,
  share: (version: string) => `Share ${version}`,
  shareThis: 'Share',
  compare: 'Compare',
  compareHint: 'Compare two versions side by side',
  below: 'Comments or details',
  newVersion: (name: string) => `${name} is here`,

  versions: 'Versions',
  showVersion: 'Show',
  firstVersion: 'First version',
  comparing: 'Comparing…',
  shareLinkTo: (file: string) => `Share a link to ${file}…`,

  loudness: {
    title: 'Loudness',
    show: 'Loudness, and how it will play',
    integrated: 'Integrated',
    range: 'Range',
    maximumShortTerm: 'Loudest 3 s',
    maximumMomentary: 'Loudest 0.4 s',
    truePeak: 'True peak',
    hints: {
      integrated: 'How loud it is on the whole, by EBU R128.',
      range: 'How far its quiet and its loud parts are apart.',
      maximumShortTerm: 'Its highest short-term loudness, over 3 seconds.',
      maximumMomentary: 'Its highest momentary loudness, over 0.4 seconds.',
      truePeak: 'Its highest peak, between the samples too. Above 0 dBTP it can distort.',
    },
  },
  howItWillPlay: {
    title: 'How it will play',
    estimate: 'Estimated from its loudness, for a single track with the default settings.',
    services: {
      spotify: 'Spotify',
      'apple-music': 'Apple Music',
      youtube: 'YouTube',
      tidal: 'Tidal',
    },
    unchanged: 'unchanged',
    staysQuieter: { peaks: 'its peaks allow no more', 'never-raised': 'quieter songs aren’t turned up' },
    listen: (service: string) => `Hear it as on ${service}`,
    stop: (service: string) => `Hear it as it is, not as on ${service}`,
    silence: 'It’s silent, so no service changes it.',
  },

  position: (cut: string, name: string) => `Position in ${cut}, ${name}`,
  waveform: {
    pending: 'The server is drawing the waveform. You can already play the song.',
    none: 'No waveform for this file type.',
    unreached: 'The waveform appears when you’re online.',
  },

  newVibe: {
    title: 'New song',
    description: 'A name to drop bounces on later. Bounces from your DAW create their own.',
    submit: 'Create song',
  },
  renameVibe: { title: 'Rename group', submit: 'Rename' },
  deleteVibe: {
    title: (vibe: string) => `Delete ${vibe}?`,
    description: (cuts: number) =>
      cuts === 0
        ? 'It’s empty.'
        : `${plural(cuts, 'song or alternate', 'songs and alternates')} with all files will be deleted for the whole band. ${canRestore}`,
    submit: 'Delete',
  },
  newCut: {
    title: (vibe: string) => `New song in ${vibe}`,
    description: 'An empty song to drop files on later. Bounces create their own.',
    submit: 'Create song',
  },
  renameCut: { title: 'Rename song', submit: 'Rename' },
  deleteCut: {
    title: (cut: string) => `Delete ${cut}?`,
    description: (files: number) =>
      `${files === 0 ? 'It has no files.' : `${plural(files, 'file')} in it will be deleted for the whole band.`} ${canRestore}`,
    submit: 'Delete song',
  },
  deleteFile: {
    title: (file: string) => `Delete ${file}?`,
    description: (cut: string) =>
      `It will be removed from ${cut} for the whole band. ${canRestore} The file on your disk isn’t touched.`,
    submit: 'Delete file',
  },
  moveCut: {
    title: (cut: string) => `Move ${cut} to…`,
    submit: 'Move',
    vibe: 'Song or group',
    cutsIn: (cuts: number) => plural(cuts, 'song'),
    noOtherVibe: 'There is no other song or group yet.',
    createOneFirst: 'There is no other song or group yet. Create one first.',
  },
};
