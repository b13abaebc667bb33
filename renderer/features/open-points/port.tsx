/** The parts of `open-points` that other features may use. */
export { OpenPointsProvider, useOpenPoints } from './open-points.tsx';
export { PointsPage } from './points-page.tsx';
