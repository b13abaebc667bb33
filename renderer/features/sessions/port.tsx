/** The part of `sessions` that other features may use. */
export { SessionSettings } from './session-settings.tsx';
