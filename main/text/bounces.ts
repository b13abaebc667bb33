import { plural } from '../../common/plural.ts';

/** Strings about bound folders, dropped files and uploads. */

export const bindingsText = {
  notReadable: (folder: string) => `${folder} is not a folder that can be read.`,
  alreadyBound: (folder: string) => `${folder} is already watched for this project.`,
  notBound: 'This folder is no longer watched.',
};

export const bouncesText = {
  projectGone:
    'You are no longer in this folder’s project, or the project was deleted. Nothing is uploaded. Choose another project under “Where bounces go…”, or stop watching.',
  folderSilent:
    'This folder’s volume does not answer. Check the drive or the share. Uploads resume when it is back.',
  watchTrouble(code: string | undefined): string {
    if (code !== 'ENOSPC' && code !== 'EMFILE') {
      return `Changes in this folder can’t be watched${code ? ` (${code})` : ''}. BandMate checks it every few seconds instead.`;
    }
    const limit = code === 'ENOSPC' ? 'fs.inotify.max_user_watches' : 'fs.inotify.max_user_instances';
    return `This system’s limit of watched folders is reached. Raise ${limit} (sysctl) and restart BandMate. Until then, BandMate checks this folder every few seconds.`;
  },
  retriesAutomatically: (problem: string) => `${problem} Retrying automatically.`,
  stateNotWritten: 'The state of this upload can’t be saved. Free up space on this disk.',
};

export const bounceListText = {
  damaged: (outcome: string, setAside: string) =>
    `The list of watched folders and uploads was damaged. ${outcome} The damaged file is kept as ${setAside}.`,
  nothingSaved: 'No watched folder could be recovered. Add your folders again.',
  allSaved: 'Everything in it could be recovered.',
  someSaved({
    folders,
    areAll,
    transfers,
    isOffered,
  }: {
    folders: number;
    areAll: boolean;
    transfers: number;
    isOffered: boolean;
  }): string {
    const saved = areAll
      ? 'All watched folders'
      : folders === 1
        ? '1 watched folder'
        : `${folders} watched folders`;
    const uploads = plural(transfers, 'upload');
    const verb = !areAll && folders === 1 ? 'was' : 'were';
    const offered = isOffered
      ? ' The files in them are offered again, because some may not have reached the band.'
      : '';
    return `${saved} ${verb} recovered, with ${uploads}.${offered}`;
  },
};

export const dropText = {
  tooMany: (most: number) => `Only ${most.toLocaleString('en')} files can be added at a time.`,
  noAudio: 'There is no audio in this folder.',
  notAFile: 'This is not a file.',
  empty: 'This file is empty.',
  gone: 'This file is gone.',
  volumeSilent: 'This file’s volume does not answer.',
  unreadable: (code: string | undefined) => `This can’t be read (${code}).`,
};

export const transferText = {
  vanished: 'The file is gone from its folder.',
  vanishedHint: 'Put it back or bounce it again: it will be picked up automatically.',
  wentSilent: 'The server stopped answering in the middle of an upload.',
};

/** Explains a system's error code to a person whose file can't be read, and what they can do. */
export function unreadableText(code: string): { message: string; hint: string } {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return {
        message: 'You don’t have permission to read this file.',
        hint: 'Allow your account to read it, then retry.',
      };
    case 'EISDIR':
      return {
        message: 'This is no longer a file: a folder has taken its name.',
        hint: 'Bounce it again under another name, or clear this upload.',
      };
    case 'ETIMEDOUT':
      return {
        message: 'This file’s volume does not answer.',
        hint: 'Check the drive or the share, then retry.',
      };
    default:
      return {
        message: `This file can’t be read (${code}).`,
        hint: 'Check that it opens in a player, then retry.',
      };
  }
}
