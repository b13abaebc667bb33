/** What other features may use of `player`. */
export { peaksDuration } from './columns.ts';
export { comparedWith, placeOfCut, type Track, tracksOf } from './track.ts';
