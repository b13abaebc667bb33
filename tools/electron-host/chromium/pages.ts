import { randomUUID } from 'node:crypto';
import { type DevtoolsSession, reportUnlessGone } from './devtools-connection.ts';
import type { Chromium } from './launch-chromium.ts';

export interface WindowBounds {
  x?: number | undefined;
  y?: number | undefined;
  width: number;
  height: number;
}

/** One page of Chromium. It waits, blank, until it has been told `Runtime.runIfWaitingForDebugger`. */
export interface Page {
  targetId: string;
  devtools: DevtoolsSession;
  close(): Promise<void>;
  /** Settles when the page is gone, whoever closed it. */
  gone: Promise<void>;
}

export interface Pages {
  open(bounds: WindowBounds): Promise<Page>;
}

/**
 * Opens pages, and closes at once each page that nobody here opened: a page can open another by a link, and Electron
 * shows that one only if the app has agreed, which the stand-in's apps never do.
 */
export async function createPages({ devtools, headless, openAppWindow }: Chromium): Promise<Pages> {
  const expected = new Map<string, (page: Page) => void>();
  const onGone = new Map<string, () => void>();

  devtools.root.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    const { targetId, type, url } = targetInfo;
    const close = async () => {
      await devtools.root.send('Target.closeTarget', { targetId }).catch(reportUnlessGone);
    };
    const marker = [...expected.keys()].find((candidate) => url.includes(candidate));
    if (type !== 'page' || marker === undefined) {
      void close();
      return;
    }
    const gone = new Promise<void>((resolve) => onGone.set(sessionId, resolve));
    expected.get(marker)?.({ targetId, devtools: devtools.session(sessionId), close, gone });
    expected.delete(marker);
  });
  devtools.root.on('Target.detachedFromTarget', ({ sessionId }) => {
    devtools.drop(sessionId);
    onGone.get(sessionId)?.();
    onGone.delete(sessionId);
  });
  await devtools.root.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    filter: [{ type: 'page' }],
  });

  return {
    async open({ x, y, width, height }) {
      const marker = randomUUID();
      const page = new Promise<Page>((resolve) => expected.set(marker, resolve));
      if (headless) {
        const place = { width, height, newWindow: true };
        await devtools.root.send('Target.createTarget', { url: `about:blank#${marker}`, ...place });
      } else {
        const position = x === undefined || y === undefined ? [] : [`--window-position=${x},${y}`];
        openAppWindow(`data:text/html,<!--${marker}-->`, [`--window-size=${width},${height}`, ...position]);
      }
      return page;
    },
  };
}
