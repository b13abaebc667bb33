/** Saving a file on this computer. */
export const downloadText = {
  download: (file: string) => `Download ${file}`,
  saved: 'Saved',
  savedAs: (name: string) => `${name} is in your downloads folder.`,
  show: 'Show in folder',
  failed: (file: string) => `Couldn’t save ${file}`,
  notShown: 'Couldn’t show the file',
};
