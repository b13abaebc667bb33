/** Labels that mean the same wherever they appear. */
export const commonText = {
  cancel: 'Cancel',
  close: 'Close',
  done: 'Done',
  save: 'Save',
  tryAgain: 'Try again',
  undo: 'Undo',
  show: 'Show',
  copyLink: 'Copy link',
  copied: 'Copied',
  email: 'Email',
  emailInvalid: 'Enter a valid email.',
  password: 'Password',
  project: 'Project',
  optionsFor: (name: string) => `Options for ${name}`,
};
