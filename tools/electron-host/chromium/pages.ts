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

/** A page of Chromium. It stays blank until it gets `Runtime.runIfWaitingForDebugger`. */
export interface Page {
  targetId: string;
  devtools: DevtoolsSession;
  close(): Promise<void>;
  /** Settles when the page is gone. */
  gone: Promise<void>;
}

export interface Pages {
  open(bounds: WindowBounds): Promise<Page>;
  /** Opens a page in a minimised window, to read something from it. */
  openMinimised(): Promise<Page>;
}

/**
 * Opens pages, and closes every page that was not opened here. A link in a page can open another page, but Electron shows
 * it only if the app allows it, and the stand-in never does.
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
    async openMinimised() {
      const { marker, page } = expectPage();
      await create({ url: `about:blank#${marker}`, newWindow: true, windowState: 'minimized', focus: false });
      return page;
    },
  };
}
