import { placeOfNews } from '../../../common/place-of-news.ts';
import type { AlertState } from '../../../protocol/ipc/capabilities.ts';
import type { BrowserPage } from './browser-account.ts';

/** Held by the tab that is in front, so that the others don't show what it already shows. */
const frontLock = 'bandmate.in-front';

/** Held while the session's cookie may change. */
const cookieLock = 'bandmate.cookie';

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

  async isReady(address) {
    const answer = await fetch(address, { method: 'HEAD' }).catch(() => null);
    return answer !== null && answer.status !== 202;
  },

  save(name, content, mediaType) {
    const address = URL.createObjectURL(new Blob([content], { type: mediaType }));
    browserPage.download(address, name);
    // The browser has read it by then.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  },

  // Browsers have locks only on pages with https, and on this computer's own.
  alone: (run) => ('locks' in navigator ? navigator.locks.request(cookieLock, run) : run()),

  leave: (address) => window.location.assign(address),

  alerts,
  async askForAlerts() {
    if (alerts() === 'ask') await Notification.requestPermission();
    return alerts();
  },
  async notify({ news, title, body, tag, isSilent }, open) {
    if (alerts() !== 'shown') return;
    const where = document.hasFocus() || (await isOtherTabInFront()) ? 'elsewhere' : 'background';
    if (placeOfNews(news, where) !== 'desktop') return;
    // Every tab receives the same event; the tag makes a later notification replace the same one of another tab.
    const notification = new Notification(title, { body, tag, silent: isSilent });
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

/** Lets go of the lock of the tab in front; undefined while this tab doesn't hold it. */
let release: (() => void) | undefined;

/** Holds the lock of the tab in front while this one is. */
export function claimFront(): void {
  if (!('locks' in navigator)) return;
  const follow = () => {
    if (!document.hasFocus()) {
      release?.();
      release = undefined;
    } else if (!release) {
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      // Shared: for a moment, two tabs may both believe to be in front.
      void navigator.locks.request(frontLock, { mode: 'shared' }, () => released);
    }
  };
  window.addEventListener('focus', follow);
  window.addEventListener('blur', follow);
  follow();
}

async function isOtherTabInFront(): Promise<boolean> {
  if (!('locks' in navigator)) return false;
  const { held = [] } = await navigator.locks.query();
  return held.filter(({ name }) => name === frontLock).length > (release ? 1 : 0);
}
