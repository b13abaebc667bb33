/** The parts of `stems` that other features may use. */
export { StemGroup } from './stem-group.tsx';
export { StemRow } from './stem-row.tsx';
