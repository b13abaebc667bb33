/** Sentences that the headless command prints for people. The `Watching` line is read by scripts: keep its form. */
export const headlessText = {
  usage:
    'Usage: watch FOLDER --server URL --email E-MAIL --project NAME [--vibe NAME] [--no-stacking] [--json]\n' +
    'The password is read from BANDMATE_PASSWORD; data is kept in BANDMATE_USER_DATA.',
  unknownCommand: (command: string) => `There is no command “${command}”.`,
  noCommand: 'No command was given.',
  noFolder: 'No folder was given.',
  tooManyFolders: (extra: string) => `Only one folder can be watched: “${extra}” is one too many.`,
  optionMissing: (name: string) => `--${name} is missing.`,
  badServer: (server: string) => `--server: “${server}” is not an address like https://band.example.`,
  badVibe: '--vibe: a name has 1 to 200 characters.',
  noPassword: 'BANDMATE_PASSWORD is not set.',

  signInWaiting: (reason: string) => `Not signed in yet: ${reason} Retrying.`,
  signedIn: (server: string, email: string) => `Signed in to ${server} as ${email}.`,
  watching(folder: string, into: string, older: number): string {
    const bounces = older === 1 ? '1 older bounce is' : `${older} older bounces are`;
    return `Watching ${folder} for ${into}.${older === 0 ? '' : ` ${bounces} left alone.`}`;
  },
  inVibe: (project: string, vibe: string) => `${project}, vibe ${vibe}`,
  stopped: 'Stopped. Unfinished uploads resume at the next start.',

  online: 'Online.',
  offline: (reason: string) => `Offline: ${reason}`,
  sessionEnded: (reason: string) => `The session has ended: ${reason}`,
  folderMissing: 'The folder is gone. Uploads resume when it is back.',
  folderTrouble: (reason: string) => `The folder can’t be watched: ${reason}`,

  seen: (name: string) => `${name}: found; waiting for the DAW to finish writing.`,
  uploading: (name: string) => `${name}: uploading.`,
  done: (name: string, outcome: 'new-cut' | 'new-version' | 'duplicate') =>
    ({
      'new-cut': `${name}: uploaded as a new cut.`,
      'new-version': `${name}: uploaded as a new version of its cut.`,
      duplicate: `${name}: the band already has this file.`,
    })[outcome],
  doneVersion: (
    name: string,
    outcome: 'new-cut' | 'new-version' | 'duplicate',
    version: number,
    cut: string,
  ) =>
    ({
      'new-cut': `${name}: uploaded as the new cut ${cut}.`,
      'new-version': `${name}: uploaded as version ${version} of ${cut}.`,
      duplicate: `${name}: the band already has this file, as version ${version} of ${cut}.`,
    })[outcome],
  incomplete: (name: string) => `${name}: still incomplete. To upload it as it is, use the app.`,
  problem: (name: string, reason: string) => `${name}: ${reason}`,

  sameName: (count: number, name: string) =>
    `${count} projects are called “${name}”. Rename one of them first.`,
  noProject: (name: string, existing: string[]) =>
    `There is no project “${name}”. ${
      existing.length === 0
        ? 'This account has no projects yet.'
        : `Projects: ${existing.map((project) => `“${project}”`).join(', ')}.`
    }`,
  noClipboard: 'There is no clipboard without a desktop.',
  noFileManager: 'There is no file manager without a desktop.',
};
