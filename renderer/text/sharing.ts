export const sharingText = {
  title: (file: string) => `Share ${file}`,
  description: 'Anyone with the link can play and download this file. They don’t need an account.',
  offline: 'You need to be online to create a link.',
  submit: 'Create and copy link',
  expires: 'Expires',
  lifetimes: [
    { value: '1', text: 'in 1 day' },
    { value: '7', text: 'in 1 week' },
    { value: '30', text: 'in 30 days' },
    { value: '365', text: 'in 1 year' },
  ],
  password: 'Password (optional)',
  passwordHint: 'Send the password separately.',
  passwordTooShort: 'The password must have at least 4 characters.',
  passwordTooLong: 'The password can have at most 128 characters.',

  created: 'Link created',
  copied: 'Link copied',
  link: 'Link',
  linkHint: (lastDay: string) => `Works until ${lastDay}. It is shown only once.`,
  copyAgain: 'Copy again',

  active: 'Active links',
  loading: 'Loading links',
  none: 'None',
  madeBy: (name: string, day: string) => `By ${name}, ${day}`,
  you: 'you',
  expiresOn: (day: string, needsPassword: boolean) =>
    needsPassword ? `Password protected. Expires ${day}` : `Expires ${day}`,
  revoke: 'Revoke',
  revokeOne: (link: string) => `Revoke the link: ${link}`,
};
