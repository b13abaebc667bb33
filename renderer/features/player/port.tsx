/** The parts of `player` that other features may use. */
export { BigWave, bigWaveHeight } from './big-wave.tsx';
export type { Conductor } from './conductor.ts';
export {
  type Listening,
  useChooseTrack,
  useDeck,
  useDeckState,
  useListening,
  usePlayerState,
  usePlayTime,
} from './listening.tsx';
export { OutputSetting } from './output-control.tsx';
export { usePeaks } from './peaks-queries.ts';
export { PlayButton } from './play-button.tsx';
export { QualitySetting } from './quality-setting.tsx';
export type { PeaksAnswer } from './read-media.ts';
export { SeekSlider } from './seek-slider.tsx';
export { SmallWave } from './small-wave.tsx';
export { useLoopKeys } from './use-loop-keys.ts';
export { type Solo, useSolo } from './use-solo.ts';
