/** The parts of `cuts` that other features may use. */
export { Hero } from './hero/hero.tsx';
export { NewVersionNotice } from './new-version-notice.tsx';
export { useTimeline } from './song-body.tsx';
export { useShownTrack } from './use-shown-track.ts';
