import { markersAsDawProject } from './dawproject.ts';
import { markersAsCsv, markersAsText, markersForReaper } from './lists.ts';
import type { Marker } from './marker.ts';
import { markersAsMidi } from './midi.ts';

/** `extension` is of the file's name. `write` answers the file's content. */
type MarkerFile = {
  extension: string;
  mediaType: string;
  write(markers: readonly Marker[], song: { title: string; tempo: number }): string | Uint8Array<ArrayBuffer>;
};

/** The name of a song's markers as a file. */
export const markerFileName = (title: string, extension: string) => `${title} markers.${extension}`;

/** The name of a version with markers in it. */
export const markedWavName = (version: string) => `${version} with markers.wav`;

/** The files that DAWs read markers from. */
export const markerFiles = {
  reaper: { extension: 'csv', mediaType: 'text/csv; charset=utf-8', write: markersForReaper },
  midi: {
    extension: 'mid',
    mediaType: 'audio/midi',
    write: (markers, { tempo }) => markersAsMidi(markers, tempo),
  },
  dawproject: { extension: 'dawproject', mediaType: 'application/zip', write: markersAsDawProject },
  text: { extension: 'txt', mediaType: 'text/plain; charset=utf-8', write: markersAsText },
  csv: { extension: 'csv', mediaType: 'text/csv; charset=utf-8', write: markersAsCsv },
} satisfies Record<string, MarkerFile>;
