/** What other features may use of `player`. */
export { peaksDuration } from './columns.ts';
export { newArrival, select, shownTrack } from './selection.ts';
export { comparedWith, placeOfCut, type Track, tracksOf } from './track.ts';
