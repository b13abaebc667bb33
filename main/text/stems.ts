/** Strings about saving stems and files. */
export const stemsText = {
  ownData: 'BandMate data.zip',
  noFolder: 'There is no downloads folder here.',
  otherBytes: 'The server sent something other than this file, so it wasn’t saved. Try again.',
  cutShort: 'The connection was lost before all of it was saved. Try again.',
  diskFull: 'This computer’s disk is full. Free some space and try again.',
  notWritten: (code: string) => `The downloads folder can’t be written to (${code}).`,
  gone: 'This version is no longer in the project.',
  fileGone: 'This file is no longer in the project.',
  notShown: 'The file isn’t there any more.',
};
