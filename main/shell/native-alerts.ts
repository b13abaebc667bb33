import { type BrowserWindow, Notification } from 'electron';
import type { Alert } from '../../client/account/alerts.ts';
import type { Log } from '../../client/common/log.ts';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';

/** As many as are remembered: a click on an older one brings nothing back but the window. */
const mostShown = 50;

/**
 * Shows alerts by the operating system while our window is not in front; in front, the window shows them itself.
 * Each is held until it is gone: one that is collected as garbage would not hear its click.
 */
export function createNativeAlerts(parts: {
  currentWindow(): BrowserWindow | undefined;
  open(target: OpenTarget): void;
  log: Log;
}): (alert: Alert) => void {
  const { currentWindow, open, log } = parts;
  const shown = new Set<Notification>();

  return ({ title, body, target }) => {
    if (currentWindow()?.isFocused() || !Notification.isSupported()) return;
    const notification = new Notification({ title, body });
    const forget = () => shown.delete(notification);
    notification.on('click', () => {
      forget();
      open(target);
    });
    notification.on('close', forget);
    notification.on('failed', (_event, error) => {
      forget();
      log.info({ error }, 'The system shows no notification');
    });
    shown.add(notification);
    const [oldest] = shown;
    if (oldest && shown.size > mostShown) shown.delete(oldest);
    notification.show();
  };
}
