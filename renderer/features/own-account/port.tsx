/** The part of `own-account` that other features may use. */
export { useAccountFacts } from './account-facts.ts';
export { OwnAccount } from './own-account.tsx';
