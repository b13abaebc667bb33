import type * as Electron from 'electron';
import { type DevtoolsSession, reportUnlessGone } from '../chromium/devtools-connection.ts';
import type { Protocol } from '../chromium/devtools-protocol.ts';
import { knownMembers } from '../known-members.ts';
import { createSchemeAddresses } from './scheme-addresses.ts';

type Handler = (request: Request) => Response | Promise<Response>;

const handlers = new Map<string, Handler>();
let registered = false;

export const addresses = createSchemeAddresses();

export const protocol = knownMembers('protocol', {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]) {
    if (registered) throw new Error('protocol.registerSchemesAsPrivileged should be called only once');
    registered = true;
    for (const { scheme, privileges } of schemes) {
      if (!privileges?.standard || !privileges.secure) {
        throw new Error(`The stand-in serves standard, secure schemes only; ${scheme} is not both`);
      }
      addresses.add(scheme);
    }
  },
  handle(scheme: string, handler: Handler) {
    if (!addresses.has(scheme))
      throw new Error(`The stand-in serves registered schemes only; ${scheme} is not one`);
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    handlers.set(scheme, handler);
  },
  unhandle(scheme: string) {
    if (!handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
  },
  isProtocolHandled: (scheme: string) => handlers.has(scheme),
} satisfies Pick<
  typeof Electron.protocol,
  'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'
>);

function toRequest({ request }: Protocol.Fetch.requestPausedPayload): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, addresses.toApp(value));
  const parts = (request.postDataEntries ?? []).map(({ bytes }) => Buffer.from(bytes ?? '', 'base64'));
  const body = parts.length > 0 ? { body: Buffer.concat(parts) } : {};
  return new Request(addresses.toApp(request.url), { method: request.method, headers, ...body });
}

/** Answers an intercepted request for one of the app's schemes from its handler. The body is sent in one piece. */
export async function serveFromHandler(
  devtools: DevtoolsSession,
  paused: Protocol.Fetch.requestPausedPayload,
): Promise<void> {
  const { requestId, resourceType } = paused;
  const { protocol: scheme, pathname } = new URL(addresses.toApp(paused.request.url));
  if (resourceType === 'Other' && pathname === '/favicon.ico') {
    // Chromium requests one automatically; Electron doesn't.
    await devtools.send('Fetch.fulfillRequest', { requestId, responseCode: 204 });
    return;
  }
  const handler = handlers.get(scheme.slice(0, -1));
  if (!handler) {
    await devtools.send('Fetch.failRequest', { requestId, errorReason: 'AddressUnreachable' });
    return;
  }
  try {
    const response = await handler(toRequest(paused));
    const responseHeaders = [...response.headers].map(([name, value]) => ({
      name,
      value:
        name === 'content-security-policy' ? addresses.policyToChromium(value) : addresses.toChromium(value),
    }));
    const body = Buffer.from(await response.arrayBuffer()).toString('base64');
    await devtools.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders,
      body,
    });
  } catch (error) {
    console.error(`The handler of ${addresses.toApp(paused.request.url)} failed:`, error);
    await devtools.send('Fetch.failRequest', { requestId, errorReason: 'Failed' });
  }
}

/**
 * Answers requests for the app's schemes that their page doesn't intercept. Now and then, Chromium gives a new document
 * loaders without the interception of its page: its script would be looked for in the network. Documents are left to the
 * pages, which ask the app about them.
 */
export async function serveMissed(browser: DevtoolsSession): Promise<void> {
  const patterns = addresses
    .patterns()
    .map((urlPattern) => ({ urlPattern, requestStage: 'Request' as const }));
  if (patterns.length === 0) return;
  browser.on('Fetch.requestPaused', (paused) => {
    const { requestId, resourceType } = paused;
    const answered =
      resourceType === 'Document'
        ? browser.send('Fetch.continueRequest', { requestId })
        : serveFromHandler(browser, paused);
    answered.catch(reportUnlessGone);
  });
  await browser.send('Fetch.enable', { patterns });
}
