export const picturesText = {
  menu: 'Picture…',
  ownMenu: 'Your picture…',
  titleOfPerson: 'Your picture',
  titleOf: (name: string) => `Picture of ${name}`,
  description: 'Your band sees it everywhere. It is cropped to a square.',
  choose: 'Choose a picture…',
  chooseAnother: 'Choose another…',
  dropHint: 'Or drop a PNG, JPEG, WebP or GIF here.',
  removeFromPerson: 'Use my initials again',
  remove: 'Use the drawn art again',
  preview: 'Preview',
  save: 'Save',
  reading: 'Reading the picture…',

  problems: {
    'not-a-picture': 'This isn’t a PNG, JPEG, WebP or GIF. Choose another file.',
    'too-large': 'This picture is too large. Choose one of at most 64 MB and 100 megapixels.',
    unreadable: 'This picture can’t be read. It may be damaged. Choose another one.',
    unreachable: 'This picture isn’t on this computer yet. Try again when you’re online.',
  },

  view: (name: string) => `Show ${name}`,
  useAsPicture: 'Use as the song’s picture…',
};
