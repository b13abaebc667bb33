/** The parts of `beside` that other features may use. */
export { LimitSettings, RunningSettings, ShortcutSettings } from './beside-settings.tsx';
export { PauseButton } from './pause-button.tsx';
