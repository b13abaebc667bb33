import { plural } from '../../common/plural.ts';
import type { MarkerFormat } from '../../protocol/wire/markers.ts';
import { formatBytes } from './format.ts';

/** The formats of markers, each with its DAWs. `wav` is the version itself. */
const formats: Record<MarkerFormat | 'wav', { text: string; hint: string }> = {
  reaper: {
    text: 'REAPER (CSV)',
    hint: 'Import it in the Region/Marker Manager. Ranges become regions.',
  },
  midi: {
    text: 'MIDI file',
    hint: 'For Logic, Pro Tools, Cubase and Live. Import it at the start of the project.',
  },
  dawproject: {
    text: 'DAWproject',
    hint: 'For Cubase 14, Studio One 6.5 and Bitwig 5. It opens as a project; copy the markers from it.',
  },
  wav: {
    text: 'WAV with markers',
    hint: 'For WaveLab, Sequoia, REAPER and samplers: the version itself, its sound untouched.',
  },
  text: { text: 'Text', hint: 'For anything else: one line for each marker.' },
  csv: { text: 'CSV', hint: 'For a spreadsheet, with times in seconds.' },
};

/** The ways of a version, its stems and its comments into a DAW. */
export const toDawText = {
  export: {
    menu: 'Export markers…',
    title: (version: string) => `Export markers of ${version}`,
    format: 'For',
    formats,
    which: 'Comments',
    open: 'Open points',
    all: 'All comments',
    start: 'Starts in the project at',
    startHint: 'Where your bounces of this song begin, such as 0:08.000.',
    badStart: 'Use a time like 0:08.000, within a day.',
    tempo: 'Tempo in BPM',
    tempoHint: 'The tempo of the project that opens.',
    midiTempo: 'Must be the project’s tempo: MIDI places markers by bars.',
    badTempo: 'The tempo is a number from 20 to 400.',
    remembered: 'Remembered for the band.',
    count: (markers: number) => (markers === 0 ? 'No markers to export' : plural(markers, 'marker')),
    gone: (comments: number) =>
      `${plural(comments, 'comment')} on a part that this version no longer has ${comments === 1 ? 'stays at its' : 'stay at their'} own time.`,
    unknown: (comments: number) =>
      `${plural(comments, 'comment')} on another version ${comments === 1 ? 'is at its' : 'are at their'} own time, because the two aren’t compared yet.`,
    loading: 'Reading the comments…',
    unread: 'You need to be online to read this song’s comments for the first time.',
    save: 'Save…',
    download: 'Download',
    copyAs: { text: 'Copy as text', csv: 'Copy as CSV' },
    saved: 'Markers saved',
    savedAs: (name: string) => `As ${name}.`,
    savingWav: (percent: number) => `Writing the WAV, ${percent}%`,
    show: 'Show in folder',
    notShown: 'Couldn’t show the file',
    notRemembered: 'Couldn’t remember start and tempo for the band',
  },

  drag: {
    version: (version: string) => `Drag ${version} into your DAW`,
    stems: (version: string) => `Drag the stems of ${version} into your DAW`,
    markers: (name: string) => `Drag to DAW: ${name}`,
    hint: 'Press to show it in its folder.',
    short: 'Drag to DAW',
    preparing: (percent: number | null) => (percent === null ? 'Getting it…' : `Getting it, ${percent}%`),
    ready: 'Ready: drag it now',
    failed: 'Couldn’t get it ready to drag',
  },

  download: 'Download',
  showInFolder: 'Show in folder',
  copyLink: 'Copy link',
  linkCopied: 'Link copied',
  linkCopiedHint: (version: string) => `It opens ${version} for members of the project.`,
  copyFailed: 'Couldn’t copy the link',

  copies: {
    heading: 'Dragged into your DAW',
    none: 'Nothing yet. Versions and stems that you drag into a DAW are copied and kept for it.',
    usage: (files: number, bytes: number) =>
      `${plural(files, 'file')}, ${formatBytes(bytes)}. They are kept, because a DAW may play them from there.`,
    show: 'Show in folder',
    delete: 'Delete…',
    confirm: 'Delete the dragged files?',
    confirmHint:
      'A DAW project that plays one of these files from here, without a copy of its own, loses it. The versions in BandMate aren’t touched.',
    submit: 'Delete files',
  },
};
