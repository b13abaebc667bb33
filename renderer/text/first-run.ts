export const firstRunText = {
  welcome: (name: string) => `Welcome, ${name}`,
  newProject: 'New project',
  acceptInvitation: 'Accept an invitation…',
  introduction:
    'A project is an album, an EP or a set: the place where the band hears what you bounce. Create one, or join your band’s.',

  label: 'First steps',
  title: 'Bounce as you always do',
  promise: 'Each finished file appears here with its waveform, and your band hears it a moment later.',
  pickFolder: 'Your DAW’s bounce folder',
  pickFolderHint: 'Existing files aren’t uploaded unless you choose them.',
  watching: (folder: string) => `Watching ${folder}`,
  chooseFolder: 'Choose bounce folder…',
  drop: 'Drop a bounce here',
  bounceInto: (folder: string) =>
    `Bounce into ${folder} as usual. It appears here and on every bandmate’s screen.`,
  formats: 'Or drop files here: WAV, AIFF, FLAC, MP3, M4A, OGG, and ZIP for stems.',
  progress: (file: string, state: string) => `${file}: ${state}`,
  chooseFiles: 'Choose files…',
  invite: 'Invite your band…',
};
