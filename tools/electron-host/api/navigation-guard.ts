import type * as Electron from 'electron';
import { type DevtoolsSession, reportUnlessGone } from '../chromium/devtools-connection.ts';
import type { Protocol } from '../chromium/devtools-protocol.ts';
import { preventableEvent } from './preventable-event.ts';
import { addresses, serveFromHandler } from './protocol.ts';
import { runtime } from './runtime.ts';
import { decidePermissions } from './session.ts';

const withoutFragment = (url: string) => url.replace(/#.*$/s, '');

/**
 * Intercepts every document request of a page. Asks the app (`will-frame-navigate`, `will-navigate`, `will-redirect`),
 * then continues the request or answers it from the app's own scheme. A refused navigation leaves the page as it is.
 *
 * @returns announces a navigation that the main process starts, about which the app isn't asked.
 */
export function guardRequests(
  devtools: DevtoolsSession,
  mainFrameId: string,
  contents: Electron.WebContents,
): (url: string) => void {
  let ownNavigation: string | undefined;
  let requestedByPage: string | undefined;

  devtools.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
    if (frameId === mainFrameId) requestedByPage = withoutFragment(url);
  });

  const allows = (names: string[], url: string, isMainFrame: boolean): boolean =>
    names.every((name) => {
      const details = {
        url: addresses.toApp(url),
        isSameDocument: false,
        isMainFrame,
        frame: null,
        initiator: null,
      };
      const event = preventableEvent(details);
      contents.emit(name as 'will-navigate', event as never, details.url as never);
      return !event.defaultPrevented;
    });

  const mayNavigate = ({
    request,
    frameId,
    redirectedRequestId,
  }: Protocol.Fetch.requestPausedPayload): boolean => {
    const isMainFrame = frameId === mainFrameId;
    const { url } = request;
    if (redirectedRequestId !== undefined) return allows(['will-redirect'], url, isMainFrame);
    if (!isMainFrame) return allows(['will-frame-navigate'], url, false);
    const isOwn = ownNavigation === url;
    // A reload through the DevTools, such as Playwright's. The page would have announced its own reload.
    const isReload =
      withoutFragment(addresses.toChromium(contents.getURL())) === url && requestedByPage !== url;
    ownNavigation = undefined;
    requestedByPage = undefined;
    return isOwn || isReload || allows(['will-frame-navigate', 'will-navigate'], url, true);
  };

  const onPaused = async (paused: Protocol.Fetch.requestPausedPayload): Promise<void> => {
    const { requestId, request, resourceType, frameId } = paused;
    const isDocument = resourceType === 'Document';
    if (isDocument && !mayNavigate(paused)) {
      await devtools.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      return;
    }
    if (isDocument && frameId === mainFrameId) {
      const browser = runtime('webContents').chromium.devtools.root;
      await decidePermissions(browser, contents, addresses.toApp(request.url));
    }
    const isOurs = addresses.toApp(request.url) !== request.url;
    if (isOurs) await serveFromHandler(devtools, paused);
    else await devtools.send('Fetch.continueRequest', { requestId });
  };
  devtools.on('Fetch.requestPaused', (paused) => {
    onPaused(paused).catch(reportUnlessGone);
  });

  return (url) => {
    ownNavigation = withoutFragment(url);
  };
}
