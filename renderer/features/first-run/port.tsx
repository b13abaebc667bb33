/** What other features may use of `first-run`. */
export { FirstSteps } from './first-steps.tsx';
export { NoProjects } from './no-projects.tsx';
