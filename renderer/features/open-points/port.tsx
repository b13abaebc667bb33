/** The parts of `open-points` that other features may use. */
export { PointsPage } from './points-page.tsx';
export { useOpenPoints } from './use-open-points.ts';
