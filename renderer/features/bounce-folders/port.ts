/** The parts of `bounce-folders` that other features may use. */
export { useChooseFolder } from './use-choose-folder.ts';
