/** The parts of `notifications` that other features may use. */
export { AlertSetting } from './alert-setting.tsx';
export { LevelSettings } from './level-settings.tsx';
export { MailSettings } from './mail-settings.tsx';
export { useNotifications, useSettings } from './notification-queries.ts';
export { QuietHoursSetting } from './quiet-hours-setting.tsx';
export { QuietModeSetting } from './quiet-mode-setting.tsx';
export { useChangeSettings } from './use-change-settings.ts';
export { goToLink } from './use-open.ts';
