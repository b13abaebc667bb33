import { type BrowserWindow, Notification } from 'electron';
import type { Alert } from '../../client/account/alerts.ts';
import type { Log } from '../../client/common/log.ts';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';

/** How many notifications are kept. A click on an older one opens nothing. */
const mostShown = 50;

/**
 * Shows alerts as system notifications while our window is not focused; a focused window shows them itself. Each
 * notification is kept until it is closed: a garbage-collected one would not report its click.
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
      log.info({ error }, 'The system could not show a notification');
    });
    shown.add(notification);
    const [oldest] = shown;
    if (oldest && shown.size > mostShown) shown.delete(oldest);
    notification.show();
  };
}
