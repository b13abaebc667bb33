/** The parts of `bounce-folders` that other features may use. */
export { isInTrouble } from './folder-text.ts';
export { useChooseFolder } from './use-choose-folder.ts';
