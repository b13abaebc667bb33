/** The parts of `local-access` that other features may use. */
export { OtherProgramsSettings, ReaperSettings } from './local-access-settings.tsx';
