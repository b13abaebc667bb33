import { randomUUID } from 'node:crypto';
import { type DevtoolsSession, reportUnlessGone } from './devtools-connection.ts';
import type { Protocol } from './devtools-protocol.ts';
import type { Chromium } from './launch-chromium.ts';

export interface WindowBounds {
  x: number;
  y: number;
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
  /** A page in a minimised window, for looking something up. */
  openAside(): Promise<Page>;
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

  const expectPage = () => {
    const marker = randomUUID();
    return { marker, page: new Promise<Page>((resolve) => expected.set(marker, resolve)) };
  };
  const create = (parameters: Protocol.Target.createTargetParameters) =>
    devtools.root.send('Target.createTarget', parameters);

  return {
    async open({ x, y, width, height }) {
      const { marker, page } = expectPage();
      if (headless) {
        await create({ url: `about:blank#${marker}`, width, height, newWindow: true });
        return page;
      }
      openAppWindow(`data:text/html,<!--${marker}-->`);
      const { targetId } = await page;
      const { windowId } = await devtools.root.send('Browser.getWindowForTarget', { targetId });
      const bounds = { left: x, top: y, width, height };
      await devtools.root.send('Browser.setWindowBounds', { windowId, bounds });
      return page;
    },
    async openAside() {
      const { marker, page } = expectPage();
      await create({ url: `about:blank#${marker}`, newWindow: true, windowState: 'minimized', focus: false });
      return page;
    },
  };
}
