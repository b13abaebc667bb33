/** The parts of `pins` that other features may use. */
export { withPinEntry } from './pin-entry.ts';
export { PinIcon } from './pin-icon.tsx';
export { usePin, usePins } from './pin-queries.ts';
export { SoundSettings } from './pin-settings.tsx';
export { pinOf } from './pin-text.ts';
