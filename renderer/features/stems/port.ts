/** The parts of `stems` that other features may use. */
export { stemName } from './stem-names.ts';
