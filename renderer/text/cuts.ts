import { plural } from './format.ts';

const notTouched = 'This can’t be undone. Bounces on your disk aren’t touched.';

export const cutsText = {
  label: (cut: string) => `Cut ${cut}`,
  back: 'All cuts',
  comments: 'Comments',
  loading: 'Loading the cut',
  otherFiles: (files: number) => plural(files, 'other file'),

  notRead: 'Not on this computer yet',
  unreadable: 'Can’t read this cut',
  unreached: 'You need to be online to open this cut for the first time.',
  gone: 'This cut is gone',
  goneHint: 'It was deleted, or you’re no longer in its project. Your bounces on disk aren’t touched.',

  addVersion: 'Add new version…',
  chooseFiles: 'Choose files',
  previousVersion: 'Previous version',
  nextVersion: 'Next version',
  version: 'Version',
  versionName: (version: number, isLatest: boolean) => (isLatest ? `v${version}, latest` : `v${version}`),
  compareWith: (version: number) => `Compare with v${version}`,
  newVersion: (version: number) => `v${version} is here`,

  versions: 'Versions',
  versionsAndFiles: 'Versions and files',
  versionsAndFilesOf: (cut: string) => `Versions and files of ${cut}`,
  showVersion: (version: number, file: string) => `Show v${version}, ${file}`,
  versionOf: (version: number, cut: string) => `version ${version} of ${cut}`,
  shareLinkTo: (file: string) => `Share a link to ${file}…`,

  position: (cut: string, version: number) => `Position in ${cut}, v${version}`,
  waveform: {
    pending: 'The server is drawing the waveform. You can already play the cut.',
    none: 'No waveform for this file type.',
    unreached: 'The waveform appears when you’re online.',
  },

  newVibe: {
    title: 'New vibe',
    description: 'A song idea. Its takes and mixes become cuts in it.',
    submit: 'Create vibe',
  },
  renameVibe: { title: 'Rename vibe', submit: 'Rename' },
  deleteVibe: {
    title: (vibe: string) => `Delete the vibe ${vibe}?`,
    description: (cuts: number) =>
      `${cuts === 0 ? 'It’s empty.' : `${plural(cuts, 'cut')} and all files in it will be deleted for the whole band.`} ${notTouched}`,
    submit: 'Delete vibe',
  },
  newCut: {
    title: (vibe: string) => `New cut in ${vibe}`,
    description: 'An empty cut to drop files on later. Bounces create their own.',
    submit: 'Create cut',
  },
  renameCut: { title: 'Rename cut', submit: 'Rename' },
  deleteCut: {
    title: (cut: string) => `Delete the cut ${cut}?`,
    description: (files: number) =>
      `${files === 0 ? 'It has no files.' : `${plural(files, 'file')} in it will be deleted for the whole band.`} ${notTouched}`,
    submit: 'Delete cut',
  },
  deleteFile: {
    title: (file: string) => `Delete ${file}?`,
    description: (cut: string) =>
      `It will be removed from ${cut} for the whole band. This can’t be undone. The file on your disk isn’t touched.`,
    submit: 'Delete file',
  },
  moveCut: {
    title: (cut: string) => `Move ${cut} to…`,
    submit: 'Move',
    vibe: 'Vibe',
    cutsIn: (cuts: number) => plural(cuts, 'cut'),
    noOtherVibe: 'There is no other vibe yet.',
    createOneFirst: 'There is no other vibe yet. Create one first.',
  },
};
