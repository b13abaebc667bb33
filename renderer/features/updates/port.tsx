/** The part of `updates` that other features may use. */
export { UpdateSettings } from './update-settings.tsx';
