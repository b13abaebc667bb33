export const firstRunText = {
  welcome: (name: string) => `Welcome, ${name}`,
  newProject: 'New project',
  acceptInvitation: 'Accept an invitation…',
  introduction:
    'A project is an album, an EP or a set: the place where the band hears what you bounce. Create one, or join your band’s.',

  label: 'First steps',
  title: 'From bounce to band',
  done: ' (done)',
  pickFolder: 'Pick the folder your DAW bounces into',
  watching: (folder: string) => `Watching ${folder}.`,
  chooseFolder: 'Choose bounce folder…',
  bounceOrDrop: 'Bounce something, or drop a file here',
  drop: 'Drop a bounce here',
  bounceInto: (folder: string) =>
    `Bounce into ${folder} as usual. It appears here and on every bandmate’s screen.`,
  formats: 'WAV, AIFF, FLAC, MP3, M4A, OGG, and ZIP for stems.',
  progress: (file: string, state: string) => `${file}: ${state}`,
  chooseFiles: 'Choose files…',
  inviteBand: 'Invite your band',
  invite: 'Invite a bandmate…',
};
