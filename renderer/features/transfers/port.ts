/** What other features may use of `transfers`. */
export { sortTransfers } from './transfer-list.ts';
export { transferSentence } from './transfer-text.ts';
