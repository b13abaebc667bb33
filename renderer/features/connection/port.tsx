/** What other features may use of `connection`. */
export { NeedsNetwork } from './needs-network.tsx';
