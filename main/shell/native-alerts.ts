import { type BrowserWindow, Notification } from 'electron';
import type { Alert } from '../../client/account/alerts.ts';
import type { Log } from '../../client/common/log.ts';
import { placeOfNews } from '../../common/place-of-news.ts';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';

/** How many notifications are kept. A click on an older one opens nothing. */
const mostShown = 50;

/**
 * Shows alerts as system notifications while another window is in front. One with the same tag replaces the former. Each
 * notification is kept until it is closed: a garbage-collected one would not report its click.
 */
export function createNativeAlerts(parts: {
  currentWindow(): Pick<BrowserWindow, 'isFocused'> | undefined;
  open(target: OpenTarget): void;
  log: Log;
}): (alert: Alert) => void {
  const { currentWindow, open, log } = parts;
  const shown = new Map<string, Notification>();

  return ({ news, title, body, target, tag, isSilent }) => {
    const where = currentWindow()?.isFocused() ? 'elsewhere' : 'background';
    if (placeOfNews(news, where) !== 'desktop' || !Notification.isSupported()) return;
    const former = shown.get(tag);
    // Of low urgency, it is replaced in the list of notifications without a banner (Linux).
    const notification = new Notification({
      ...{ id: tag, title, body, silent: isSilent },
      urgency: isSilent ? 'low' : 'normal',
    });
    const forget = () => {
      if (shown.get(tag) === notification) shown.delete(tag);
    };
    notification.on('click', () => {
      forget();
      open(target);
    });
    notification.on('close', forget);
    notification.on('failed', (_event, error) => {
      forget();
      log.info({ error }, 'The system could not show a notification');
    });
    shown.delete(tag);
    shown.set(tag, notification);
    former?.close();
    const [oldest] = shown.keys();
    if (oldest !== undefined && shown.size > mostShown) shown.delete(oldest);
    notification.show();
  };
}
