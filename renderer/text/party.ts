const you = 'You';

/** Listening together. */
export const partyText = {
  start: 'Listen together',
  startHint: 'Listen together: everyone who joins hears the same moment',
  startFailed: 'Couldn’t start listening together',
  join: 'Join',
  joinNamed: (what: string) => `Join: ${what}`,
  joinFailed: 'Couldn’t join',
  leave: 'Leave',
  leaveHint: 'The music goes on for you and the others',
  hide: (what: string) => `Hide: ${what}`,
  /** The bars above the work. */
  label: 'Listening together',
  invitation: 'Listening parties',
  listens: (names: readonly string[], song: string) =>
    `${list(names)} ${names.length === 1 && names[0] !== you ? 'is' : 'are'} listening to ${song}`,
  song: (song: string, version: string) => (version === '' ? song : `${song} ${version}`),
  unknownSong: 'a song',
  together: (names: readonly string[]) => `Listening with ${list(names)}`,
  alone: 'Only you so far.',
  online: (names: readonly string[]) => `${list(names)} ${names.length === 1 ? 'is' : 'are'} online.`,
  nobodyOnline: 'No one else is online.',
  someone: 'Someone',

  joining: 'Getting in step…',
  reconnecting: 'Reconnecting… You hear your own playback until then.',
  missing: 'You don’t have this version yet. You’ll join when it arrives.',
  failed: 'This version can’t be played here. The others hear it.',

  /** The last thing that somebody did, for all. */
  did: {
    play: (name: string) => `${name} pressed play`,
    pause: (name: string) => `${name} paused`,
    seek: (name: string, moment: string) => `${name} went to ${moment}`,
    song: (name: string, song: string) => `${name} chose ${song}`,
    loop: (name: string, from: string, to: string) => `${name} loops ${from} – ${to}`,
    loopEnd: (name: string) => `${name} ended the loop`,
  },
  you,
};

/** “Ana”, “Ana and Ben”, “Ana, Ben and 3 others”. */
function list(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? '';
  if (names.length <= 3) return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} others`;
}
