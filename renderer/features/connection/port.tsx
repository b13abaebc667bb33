/** The parts of `connection` that other features may use. */
export { NeedsNetwork } from './needs-network.tsx';
