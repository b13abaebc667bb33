import { plural } from '../../common/plural.ts';

export const projectsText = {
  heading: 'Projects',
  project: 'Project',
  label: (project: string) => `Project ${project}`,
  grid: (project: string) => `Songs of ${project}`,
  acceptInvitation: 'Accept an invitation',
  newProject: 'New project',
  newVibe: 'New song',
  dropHere: (bounceFolders: boolean) =>
    bounceFolders ? 'Bounce from your DAW, or drop files here' : 'Drop files here',
  share: {
    button: 'Share',
    label: (project: string) => `Share ${project}`,
    invite: 'Invite people…',
    copyLink: 'Copy link',
    linkHint: 'Opens for members of the project.',
    links: 'Links for guests…',
    copied: 'Link copied',
    copyFailed: 'Couldn’t copy the link',
  },
  songs: (songs: number) => plural(songs, 'song'),
  newProjectHint: 'New project',
  people: (names: readonly string[]) => `With ${names.join(', ')}`,
  order: { label: 'Order of the songs', newest: 'Newest first', 'by-hand': 'By hand' },
  chooseFiles: 'Choose files',
  /** The news of a project, for screen readers. */
  news: (songs: number, messages: number) =>
    [songs > 0 && plural(songs, 'new song'), messages > 0 && plural(messages, 'unread message')]
      .filter(Boolean)
      .join(', '),
  filter: {
    label: 'Which songs',
    all: 'All songs',
    open: 'Open points',
    approved: 'Approved',
    none: {
      all: 'No songs yet',
      open: 'No song has open points.',
      approved: 'The latest version of no song is approved.',
    },
  },

  arriving: 'New songs on their way',
  moreArriving: (songs: number) => `${plural(songs, 'more song')} on the way`,

  loadingList: 'Loading projects',
  loading: 'Loading the project',
  empty: 'No songs yet',
  emptyHint: 'Songs appear here when your band adds them.',
  noneYet: 'None yet.',
  noneRead: 'Nothing on this computer yet',
  listUnreadable: 'Can’t read your projects',
  notRead: 'Not on this computer yet',
  unreadable: 'Can’t read this project',
  gone: 'This project is gone',
  goneHint: 'It was deleted, or you’re no longer in it. Your bounces on disk aren’t touched.',
  pending: 'Not on the server yet',
  pendingHint: 'Songs you create now will sync with it. You can add files and bandmates once it’s there.',

  menu: {
    rename: 'Rename project…',
    invite: 'Invite a bandmate…',
    gather: 'Gather versions…',
    deleted: 'Deleted…',
    notifications: 'Notifications…',
    leave: 'Leave project…',
    delete: 'Delete project…',
  },

  row: {
    vibe: (vibe: string, cuts: number) => `Group ${vibe}, ${plural(cuts, 'song')}`,
    cut: (cut: string, vibe: string, files: number) => `Song ${cut} in ${vibe}, ${plural(files, 'file')}`,
    version: (version: number, cut: string, file: string) => `Version ${version} of ${cut}, ${file}`,
    file: (file: string, cut: string) => `File ${file} of ${cut}`,
    noFiles: (cut: string) => `${cut} has no files`,
    isNew: ', new',
    notSent: ', not sent yet',
    refused: (reason: string) => `, refused: ${reason}`,

    comments: (comments: number) => plural(comments, 'comment'),
    others: (amount: number) =>
      `${plural(amount, 'alternate, stem or picture', 'alternates, stems and pictures')}`,
    openVersion: (version: string, song: string) => `Open ${version} of ${song}`,
    approved: ', approved',
    showFiles: (song: string) => `Show everything of ${song}`,
    hideFiles: (song: string) => `Hide everything of ${song}`,
    nothingYet: 'Nothing to play yet',
    versionOf: (version: number, cut: string) => `version ${version} of ${cut}`,
    fileTypes: { CUT: 'audio', STEM: 'stems', IMAGE: 'picture' },
    otherType: 'file',
  },

  actions: {
    open: 'Open',
    addVersion: 'Add new version…',
    addFiles: 'Add files…',
    newCut: 'New empty song…',
    newAlternate: 'New empty alternate…',
    renameVibe: 'Rename group…',
    rename: 'Rename…',
    move: 'Move to…',
    merge: 'Merge into…',
    moveUp: 'Move up',
    moveDown: 'Move down',
    share: 'Share a link…',
    delete: 'Delete…',
    deleteFile: 'Delete file…',
  },
  reorderFailed: 'Couldn’t change the order',
  moveFailed: 'Couldn’t move the song',

  create: {
    title: 'New project',
    description: 'An album, an EP, a set: what the band is working on.',
    submit: 'Create',
  },
  rename: { title: 'Rename project', submit: 'Rename' },
  delete: {
    title: (project: string) => `Delete ${project}?`,
    description:
      'All its songs and files will be deleted for the whole band. You can restore it for a while. Your bounce folders on disk aren’t touched.',
    submit: 'Delete project',
  },
  leave: {
    title: (project: string) => `Leave ${project}?`,
    description:
      'You’ll lose access. Everything you added stays with the band. To come back, someone has to invite you.',
    submit: 'Leave project',
  },
};
