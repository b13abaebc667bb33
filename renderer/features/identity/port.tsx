/** The part of `identity` that other features may use. */
export { ConnectedAccounts } from './connected-accounts.tsx';
export { OtherWays } from './other-ways.tsx';
