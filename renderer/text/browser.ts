/** Texts that only the page in a browser shows. */
export const browserText = {
  onlyInApp: 'This needs the BandMate app.',
  copyNotAllowed: 'Your browser doesn’t allow copying here. Select the text and copy it yourself.',
  pageFailed: 'Something went wrong in this page. Reload it.',

  ownData: 'BandMate data.zip',
  versionGone: 'This version is no longer in the project.',
  notInProject: 'This file is no longer in the project.',
  fileGone: 'This file is gone. Drop it again.',
  folder: 'This can’t be read. Browsers can’t take folders: drop the files in it.',
  emptyFile: 'This file is empty.',
  comparing: 'The server is still comparing the versions. Try again in a moment.',
  unreadable: 'The browser can’t read this file any more: it has changed or is gone.',
  dropAgain: 'Drop it again.',
  readerNotLoaded: 'The page couldn’t load the part of it that reads files.',
  retryWhenOnline: 'Retry when the server can be reached.',
};
