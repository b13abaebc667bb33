/** The parts of `blocks` that other features may use. */
export { BlockedNote } from './blocked-note.tsx';
export { BlockedSettings } from './blocked-settings.tsx';
export { useBlockEntry } from './use-block-entry.ts';
