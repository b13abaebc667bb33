import { plural } from '../../common/plural.ts';

/** The settings as a whole. The words of each section are in the text of its feature. */
export const settingsPagesText = {
  title: 'Settings',
  search: 'Search settings',
  results: 'Settings found',
  found: (sections: number) => (sections === 0 ? 'Nothing found' : `${plural(sections, 'setting')} found`),
  none: 'Nothing found. Try another word.',
  list: 'Pages',
  back: 'All settings',
  /** Of the part of the window; its sections may have the page's own name. */
  pageLabel: (page: string) => `${page}: settings`,

  pages: {
    account: 'Account',
    'sign-in': 'Sign-in and security',
    folders: 'Bounce folders',
    sound: 'Sound',
    daw: 'Beside the DAW',
    notifications: 'Notifications',
    appearance: 'Appearance',
    computer: 'This computer',
    about: 'About',
  },

  theme: { label: 'Theme', system: 'System', dark: 'Dark', light: 'Light' },

  /** Words by which people look for a section, beside those of its title. */
  words: {
    account: 'email password export data delete',
    blocked: 'block people mute unblock',
    secondFactor: 'two-factor 2FA authenticator code recovery security',
    connected: 'Google provider OpenID single sign-on',
    sessions: 'devices sign out sessions',
    folders: 'watch bounces DAW pause rules',
    quietMode: 'silence recording do not disturb pop-ups',
    alerts: 'browser permission',
    quietHours: 'night time schedule',
    levels: 'projects mentions versions mute',
    mail: 'email newsletter mentions versions unsubscribe',
    theme: 'dark light colours',
    reaper: 'markers script Lua DAW',
    otherPrograms: 'local endpoint HTTP token API plug-in script',
    dragged: 'files dragged copies disk space delete',
    output: 'sound device speakers headphones interface audio',
    limits: 'bandwidth network upload download cap slow',
    shortcuts: 'keyboard keys hotkey global play comment record pause',
    running: 'tray menu bar start login boot close quit',
    quality: 'compressed lossless Opus data mobile connection',
    kept: 'offline cache disk space storage limit downloads',
    about: 'version licence open source',
    updates: 'update upgrade new version release notes',
  },
};
