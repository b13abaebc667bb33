/** The parts of `activity` that other features may use. */
export { activityKeys } from './activity-queries.ts';
