/** The part of `own-account` that other features may use. */
export { OwnAccount } from './own-account.tsx';
