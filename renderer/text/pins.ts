import { plural } from '../../common/plural.ts';
import { formatBytes } from './format.ts';

export const pinsText = {
  keep: 'Keep offline',
  letGo: 'Don’t keep offline',
  changeFailed: 'Couldn’t change what is kept offline',
  /** Tooltip of the icon. */
  tooltip: (title: string, sentence: string) => `${title}. ${sentence}`,

  heading: 'Audio on this computer',
  usage: (usedBytes: number, limitBytes: number) =>
    `${formatBytes(usedBytes)} of ${formatBytes(limitBytes)} used.`,
  usageWithPins: (usedBytes: number, limitBytes: number, pinnedBytes: number) =>
    `${formatBytes(usedBytes)} of ${formatBytes(limitBytes)} used. Offline songs need ${formatBytes(pinnedBytes)}.`,
  limitTooSmall: 'Your offline songs need more than the cache limit. Only the newest ones are kept.',
  limit: 'Cache limit',
  limitFailed: 'Couldn’t change the limit',
  noLimit: 'No cache',
  gigabytes: (amount: number) => `${amount} GB`,
  empty: 'No offline songs yet. Choose “Keep offline” in the menu of a project or song.',
  list: 'Kept offline',
  unknownProject: 'A project',
  unknownCut: 'A song',
  downloading: (name: string) => `Downloading ${name}`,
  remove: 'Remove',
  removeOne: (name: string) => `Remove from offline: ${name}`,

  kept: { title: 'Kept offline', empty: 'Nothing to download yet. New files are kept too.' },
  keptFiles: (files: number, bytes: number) =>
    files === 1
      ? `Downloaded, ${formatBytes(bytes)}.`
      : `All ${plural(files, 'file')} downloaded, ${formatBytes(bytes)}.`,
  fetching: (percent: number) => `Downloading, ${percent}%`,
  waiting: 'Waiting',
  noRoom: 'Not enough space',
  noRoomHint: 'Raise the limit or keep fewer songs. The newest ones are kept.',
  progress: (keptFiles: number, files: number, keptBytes: number, bytes: number) =>
    `${keptFiles} of ${plural(files, 'file')} downloaded, ${formatBytes(keptBytes)} of ${formatBytes(bytes)}.`,
};
