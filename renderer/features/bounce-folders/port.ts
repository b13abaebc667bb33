/** What other features may use of `bounce-folders`. */
export { isInTrouble } from './folder-text.ts';
export { useChooseFolder } from './use-choose-folder.ts';
