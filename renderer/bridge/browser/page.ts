import type { AlertState } from '../../../protocol/ipc/capabilities.ts';
import type { BrowserPage } from './browser-account.ts';

const settingsKey = (accountId: string) => `bandmate.settings.${accountId}`;

/** The page's window, as far as the client needs it. */
export const browserPage: BrowserPage = {
  async copyText(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // There is no clipboard on pages without https, or the person has denied access.
      return false;
    }
  },

  download(address, name) {
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
  },

  alerts,
  async askForAlerts() {
    if (alerts() === 'ask') await Notification.requestPermission();
    return alerts();
  },
  notify({ title, body, target }, open) {
    if (alerts() !== 'shown' || document.hasFocus()) return;
    // Every tab receives the same event; the tag makes a later notification replace the same one of another tab.
    const tag = JSON.stringify([title, body, target]);
    const notification = new Notification(title, { body, tag });
    notification.onclick = () => {
      window.focus();
      notification.close();
      open();
    };
  },

  readSettings(accountId) {
    try {
      return JSON.parse(localStorage.getItem(settingsKey(accountId)) ?? 'null');
    } catch {
      // The browser stores nothing for this page, or it is damaged: the default settings apply.
      return null;
    }
  },
  writeSettings(accountId, settings) {
    try {
      localStorage.setItem(settingsKey(accountId), JSON.stringify(settings));
    } catch {
      // The browser stores nothing for this page: the settings last until it is closed.
    }
  },
};

/** Browsers support notifications only on pages with https, and some phones not at all. */
function alerts(): AlertState {
  if (!window.isSecureContext || !('Notification' in window)) return 'never';
  const { permission } = Notification;
  return permission === 'granted' ? 'shown' : permission === 'default' ? 'ask' : 'never';
}
