/** The parts of `notifications` that other features may use. */
export { useNotifications, useSettings } from './notification-queries.ts';
export { useChangeSettings } from './settings-dialog.tsx';
export { goToLink } from './use-open.ts';
