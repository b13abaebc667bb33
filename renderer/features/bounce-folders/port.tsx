/** The components of `bounce-folders` that other features may use. */
export { RulePreview } from './name-rules.tsx';
export { WatchedFolders } from './watched-folders.tsx';
