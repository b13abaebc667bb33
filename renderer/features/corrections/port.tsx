/** The parts of `corrections` that other features may use. */
export {
  useVersionCorrections,
  type VersionAction,
  versionActions,
  versionLooks,
} from './version-entries.ts';
export { NotThis, VersionMenu } from './version-menu.tsx';
