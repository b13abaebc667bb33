/** The parts of `player` that other features may use. */
export { peaksDuration } from './columns.ts';
export { newArrival, select, shownTrack } from './selection.ts';
export { comparedWith, placeOfCut, type Track, tracksOf } from './track.ts';
