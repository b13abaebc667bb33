/** The pages of the settings, in their order. */
export const settingsPageNames = [
  'account',
  'sign-in',
  'folders',
  'sound',
  'daw',
  'notifications',
  'appearance',
  'computer',
  'about',
] as const;
export type SettingsPageName = (typeof settingsPageNames)[number];
