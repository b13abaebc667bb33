/** What other features may use of `notifications`. */
export { useSettings } from './notification-queries.ts';
export { useChangeSettings } from './settings-dialog.tsx';
export { goToLink } from './use-open.ts';
