/** What other features may use of `pending`. */
export { type Backlog, backlogWords, signOutWords } from './backlog.ts';
export type { LaidOperation } from './lingering.ts';
export { isMadeHere } from './made-here.ts';
export { operationSentence, operationState } from './operation-text.ts';
export {
  isRefused,
  noteBadge,
  type PendingBadge,
  type PendingBadges,
  type RefusedOperation,
} from './pending-badge.ts';
export { readCommand, subjectOf } from './read-command.ts';
export type { RefusedEntry } from './refused-places.ts';
