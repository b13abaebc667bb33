import { plural } from '../../common/plural.ts';
import { formatBytes } from './format.ts';

export const stemsText = {
  count: (stems: number) => plural(stems, 'stem'),
  group: (stems: number, bytes: number) => `${plural(stems, 'stem')} · ${formatBytes(bytes)}`,
  list: (version: string) => `Stems of ${version}`,
  alone: (stem: string, version: string) => `Hear only ${stem}, stem of ${version}`,
  all: (stems: number) => `Show all ${stems}`,
  fewer: 'Show fewer',

  loose: 'Stems without a version',
  noVersion: 'no version',
  looseStem: (stem: string) => `${stem}, stem without a version`,
  attach: (version: string) => `Stem of ${version}`,

  download: 'Download stems',
  downloadOf: (version: string) => `Download the stems of ${version}`,
  saving: (percent: number) => `Saving, ${percent}%`,
  starting: 'Saving…',
  cancel: 'Cancel saving',
  saved: 'Stems saved',
  savedAs: (name: string) => `${name} is in your downloads folder.`,
  show: 'Show in folder',
  failed: 'Couldn’t save the stems',
  notShown: 'Couldn’t show the stems',

  contentsOf: (file: string) => `Contents of ${file}`,
  reading: 'Reading the ZIP…',
  empty: 'This ZIP is empty.',
  more: 'The ZIP contains more files than are listed here.',
  unreadable: (reason: string) => `Can’t list the contents. ${reason}`,
};
