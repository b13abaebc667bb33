/** The part of `identity` that other features may use. */
export { ConnectedAccounts } from './connected-accounts.tsx';
export { DesktopDone, DesktopSignIn } from './desktop-sign-in.tsx';
export { OtherWays } from './other-ways.tsx';
