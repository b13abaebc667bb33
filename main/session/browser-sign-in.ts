import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../common/clock.ts';
import { type DesktopSignIn, desktopPlace } from '../../protocol/wire/desktop-sign-in.ts';
import { sessionText } from '../text/session.ts';

/** How long a person may take in the browser. */
const patienceMilliseconds = 10 * 60 * 1000;

/** The answer of a browser, to the loopback or by a `bandmate:` link. */
export type BrowserAnswer = { code: string; state: string };

type Failed = { ok: false; kind: 'invalid'; message: string };

/** Signs in through the system's browser (RFC 8252): PKCE, and an answer to this computer's loopback address only. */
export type BrowserSignIn = {
  /**
   * Opens the browser and calls `exchange` with what it brings back; the browser is shown how that went. One at a time:
   * a new one cancels the one before.
   */
  run<Result extends { ok: boolean }>(
    serverUrl: string,
    provider: string | null,
    exchange: (signIn: DesktopSignIn) => Promise<Result>,
  ): Promise<Result | Failed>;
  cancel(): void;
  /** An answer that came as a `bandmate:` link, for browsers that can't reach this app's port. */
  receive(answer: BrowserAnswer): void;
};

export function createBrowserSignIn(parts: {
  openInBrowser(address: URL, serverUrl: string): Promise<boolean>;
  clock: Clock;
}): BrowserSignIn {
  let current: { receive(answer: BrowserAnswer): void; cancel(): void } | null = null;

  return {
    cancel: () => current?.cancel(),
    receive: (answer) => current?.receive(answer),
    async run(serverUrl, provider, exchange) {
      current?.cancel();
      const [verifier, state] = [newSecret(), newSecret()];
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      const arrived = Promise.withResolvers<string | Failed>();
      const finished = Promise.withResolvers<boolean>();
      const receive = (answer: BrowserAnswer): boolean => {
        if (!isEqual(answer.state, state)) return false;
        arrived.resolve(answer.code);
        return true;
      };
      const own = { receive, cancel: () => arrived.resolve(failed(sessionText.browserCancelled)) };
      current = own;
      const stopWaiting = parts.clock.later(patienceMilliseconds, () =>
        arrived.resolve(failed(sessionText.browserTimedOut)),
      );
      const loopback = await listen({
        receive,
        finished: finished.promise,
        doneUrl: `${serverUrl}/#/sign-in/done`,
      });
      try {
        const place = desktopPlace({ challenge, state, port: loopback.port });
        const address = new URL(place, serverUrl);
        if (provider !== null) {
          address.pathname = `/api/auth/${encodeURIComponent(provider)}`;
          address.searchParams.set('return', place);
        }
        if (!(await parts.openInBrowser(address, serverUrl)))
          return failed(sessionText.noBrowser(address.href));
        const code = await arrived.promise;
        if (typeof code !== 'string') return code;
        const result = await exchange({ code, verifier });
        finished.resolve(result.ok);
        return result;
      } finally {
        finished.resolve(false);
        stopWaiting();
        loopback.close();
        if (current === own) current = null;
      }
    },
  };
}

/** Waits for the browser on a free port of 127.0.0.1. `port` is 0 if there is none. */
async function listen(parts: {
  receive(answer: BrowserAnswer): boolean;
  finished: Promise<boolean>;
  doneUrl: string;
}): Promise<{ port: number; close(): void }> {
  const server = http.createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    const url = URL.parse(request.url ?? '', `http://127.0.0.1:${port}`);
    // Another name may have been pointed to this computer (DNS rebinding).
    const isOurs = request.method === 'GET' && request.headers.host === `127.0.0.1:${port}`;
    const [code, state] = [url?.searchParams.get('code'), url?.searchParams.get('state')];
    response.setHeader('Connection', 'close');
    response.setHeader('Referrer-Policy', 'no-referrer');
    if (!isOurs || url?.pathname !== '/' || !code || !state || !parts.receive({ code, state })) {
      response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' }).end(sessionText.notForUs);
      return;
    }
    void parts.finished.then((isDone) => {
      if (isDone) response.writeHead(303, { location: parts.doneUrl }).end();
      else
        response
          .writeHead(400, { 'content-type': 'text/plain; charset=utf-8' })
          .end(sessionText.browserFailed);
    });
  });
  const isListening = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(0, '127.0.0.1', () => resolve(true));
  });
  return {
    port: isListening ? (server.address() as AddressInfo).port : 0,
    close: () => void server.close(),
  };
}

const failed = (message: string): Failed => ({ ok: false, kind: 'invalid', message });

const newSecret = () => randomBytes(32).toString('base64url');

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
