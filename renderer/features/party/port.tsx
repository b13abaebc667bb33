/** The parts of `party` that other features may use. */
export { PartyButton, PartyIconButton } from './party-button.tsx';
export { PartyPointers, usePointing } from './party-pointers.tsx';
export { PartyStrip } from './party-strip.tsx';
