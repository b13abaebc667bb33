/** The parts of `pending` that other features may use. */
export { isMadeHere } from './made-here.ts';
export { operationState, operationText } from './operation-text.ts';
export {
  isRefused,
  noteBadge,
  type PendingBadge,
  type PendingBadges,
  type RefusedOperation,
} from './pending-badge.ts';
export { placeOf, type RefusedEntry } from './refused-places.ts';
