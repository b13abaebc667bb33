/** The parts of `player` that other features may use. */

export { peaksDuration } from './columns.ts';
export type { Deck, DeckDifference, DeckState } from './deck/deck.ts';
export type { Loop } from './deck/deck-clock.ts';
export { otherSide, type Side, type Sides, sides } from './deck/side.ts';
export { newArrival, select, shownTrack } from './selection.ts';
export { comparedWith, compareRoute, placeOfCut, stemTrack, type Track, tracksOf } from './track.ts';
