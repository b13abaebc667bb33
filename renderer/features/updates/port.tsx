/** The part of `updates` that other features may use. */
export { UpdateReady } from './update-ready.tsx';
export { UpdateSettings } from './update-settings.tsx';
