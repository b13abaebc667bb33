/** The parts of `corrections` that other features may use. */
export { deleteCut, deleteFile, deleteProject, deleteVibe } from './correction.ts';
export { StemMenu } from './stem-menu.tsx';
export { useCorrect, useUndoable } from './use-correct.ts';
export {
  useVersionCorrections,
  type VersionAction,
  versionActions,
  versionLooks,
} from './version-entries.ts';
export { NotThis, VersionMenu } from './version-menu.tsx';
