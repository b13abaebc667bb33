import { plural } from '../../common/plural.ts';
import { formatDuration } from './format.ts';

/** The page of a share link, for people without an account. */
export const sharedPageText = {
  brand: 'BandMate',
  documentTitle: (title: string) => `${title} · BandMate`,
  unreachable: 'Can’t reach the server. Check your connection.',
  tryAgain: 'Try again',
  loading: 'Loading',

  gone: {
    title: 'This link doesn’t work',
    text: 'It may have expired or been revoked. Ask whoever sent it for another one.',
    ended: 'This link was turned off',
  },
  failed: 'The page could not be loaded',

  locked: {
    title: 'This link needs a password',
    hint: 'Whoever sent you the link has the password.',
    field: 'Password',
    submit: 'Open',
  },

  sharedBy: (name: string) => `Shared by ${name}`,
  songs: (count: number, seconds: number) => `${plural(count, 'song')} · ${formatDuration(seconds)}`,
  until: (day: string) => `This link works until ${day}.`,
  download: 'Download',
  downloadOne: (file: string) => `Download ${file}`,
  empty: 'There is nothing to hear here yet.',

  play: (song: string) => `Play ${song}`,
  pause: (song: string) => `Pause ${song}`,
  player: 'Player',
  previous: 'Previous song',
  next: 'Next song',
  time: (now: string, whole: string) => `${now} / ${whole}`,
  cantPlay: 'Your browser can’t play this file.',
  compressed: 'Compressed for a slow connection. Press to hear the lossless file.',
  drawing: 'The waveform is being drawn. You can already play the song.',
  noWave: 'No waveform for this file.',

  versions: 'Versions',
  newer: (label: string) => `${label} has arrived.`,
  playNewer: (label: string) => `Play ${label}`,
  playlist: 'Songs',
  nowPlaying: 'Now playing',

  comments: {
    title: 'Comments',
    none: 'No comments yet. Say what you hear, at the moment you hear it.',
    field: 'Comment',
    placeholder: 'What do you hear?',
    at: (moment: string) => `Comment at ${moment}`,
    send: 'Send comment',
    sendShort: 'Send',
    name: 'Your name',
    nameHint: 'The band sees it beside your comment.',
    nameMissing: 'Enter your name, so that the band knows who wrote it.',
    as: (name: string) => `As ${name}`,
    changeName: 'Change your name',
    noRange: 'Remove the range',
    resolved: 'Resolved',
    goTo: (moment: string) => `Go to ${moment}`,
    sent: 'Comment sent',
    off: 'Comments are turned off for this link.',
  },

  keys: 'Space plays and pauses, the arrow keys seek.',
};
