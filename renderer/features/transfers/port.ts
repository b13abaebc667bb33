/** The parts of `transfers` that other features may use. */
export { sortTransfers } from './transfer-list.ts';
export { transferSentence } from './transfer-text.ts';
