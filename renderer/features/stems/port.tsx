/** The parts of `stems` that other features may use. */
export { StemLanes } from './stem-lanes.tsx';
