import { plural } from './format.ts';

export const dropText = {
  oneSkipped: 'This file was skipped',
  allSkipped: 'These files were skipped',
  someSkipped: (added: number, skipped: number) => `${added} added, ${skipped} skipped`,
  reason: (name: string, message: string) => `${name}: ${message}`,
  more: (files: number) => `and ${plural(files, 'more', 'more')}`,
};
