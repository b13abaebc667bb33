import type { PushSender } from '../../client/account/push-message.ts';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';

/** The place that the window should show next: pushed to a page that is loaded, else kept until one starts. */
export type OpenTargets = {
  open(target: OpenTarget): void;
  /** A page has started; returns what it should show first. */
  take(): OpenTarget | null;
  /** The page is gone, so nothing pushed now would arrive. */
  pageGone(): void;
};

export function createOpenTargets(push: PushSender): OpenTargets {
  let isPageLoaded = false;
  let pending: OpenTarget | null = null;
  return {
    open(target) {
      if (isPageLoaded) push('app.open', target);
      else pending = target;
    },
    take() {
      const target = pending;
      pending = null;
      isPageLoaded = true;
      return target;
    },
    pageGone() {
      isPageLoaded = false;
    },
  };
}
