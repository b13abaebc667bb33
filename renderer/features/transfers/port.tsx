/** The parts of `transfers` that other features may use. */
export { ArrivalLine } from './arrival-line.tsx';
export { type Arriving, arrivalText, arrivalTone, useArriving } from './arriving.ts';
