import { plural } from '../../common/plural.ts';

export const dropText = {
  newVersions: (cut: string) => `Add as new versions of ${cut}`,
  newCuts: (vibe: string) => `Add as new songs to ${vibe}`,
  bySong: 'Add by name: versions join their song, other files become new songs',
  newProject: 'Start a project with this',
  moveCut: (cut: string, vibe: string) => `Move ${cut} to ${vibe}`,
  mergeCut: (cut: string, into: string) => `Merge ${cut} into ${into}…`,
  noVibe: 'Drop on a song or group to move it there',
  sameVibe: (vibe: string) => `Already in ${vibe}`,

  added: (files: number) => `${plural(files, 'file')} added`,
  oneSkipped: 'This file was skipped',
  allSkipped: 'These files were skipped',
  someSkipped: (added: number, skipped: number) => `${added} added, ${skipped} skipped`,
  reason: (name: string, message: string) => `${name}: ${message}`,
  notOnDisk: 'It isn’t a file on this computer. Save it first.',
  tooEarly: 'Not synced yet',
  tooEarlyHint: 'This place isn’t on the server yet. Drop the files again once it has synced.',
  more: (files: number) => `and ${plural(files, 'more', 'more')}`,
};
