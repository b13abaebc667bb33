/** The part of `licences` that other features may use. */
export { About } from './about.tsx';
