/** The parts of `first-run` that other features may use. */
export { FirstSteps } from './first-steps.tsx';
export { InviteNext } from './invite-next.tsx';
export { NoProjects } from './no-projects.tsx';
