/** The parts of `player` that other features may use. */

export type { Playhead } from '../../ui/wave/wave-canvas.ts';
export { peaksDuration, type View, wholeView } from '../../ui/wave/wave-shape.ts';
export type { Deck, DeckDifference, DeckState } from './deck/deck.ts';
export { carryLoop, type Loop } from './deck/loop.ts';
export { otherSide, type Side, type Sides, sides } from './deck/side.ts';
export { type Around, followMediaKeys } from './media-keys.ts';
export { createPlayer, type Player } from './player.ts';
export type { PlayerState } from './player-state.ts';
export { newArrival, select, shownTrack } from './selection.ts';
export { type ConnectionFacts, hearsCompressed } from './sound-quality.ts';
export {
  comparedWith,
  compareRoute,
  hasVersion,
  placeOfCut,
  stemTrack,
  type Track,
  tracksOf,
} from './track.ts';
