import { defaultSettings } from '../../client/account/account-settings.ts';
import { createClientAccount } from '../../client/account/create-account.ts';
import { createNotices } from '../../client/account/notices.ts';
import type { Cache } from '../../client/cache/cache.ts';
import { createMemoryCache } from '../../client/cache/create-memory-cache.ts';
import type { Log } from '../../client/common/log.ts';
import { createMemoryOutboxStore } from '../../client/outbox/create-memory-outbox-store.ts';
import type { TransportEvents } from '../../client/realtime/transport.ts';
import type { RequestFailure, ServerRequest } from '../../client/session/server-client.ts';
import { newId } from '../../common/new-id.ts';
import type { Account } from '../../protocol/wire/user.ts';
import { createMovedClock } from './moved-clock.ts';

/** Plays the server: the answer, a promise of one, or undefined for none until the request is aborted. */
type Answering = (request: ServerRequest<unknown>) => unknown;

const brokenOff: RequestFailure = { ok: false, kind: 'offline', message: 'Broken off.' };

/** The client of one account, with a server, transport and clock of the test. `before`: the data of an earlier client. */
export function startClientAccount(answering: Answering, before?: { me: Account; cache: Cache }) {
  const clock = createMovedClock();
  const environment = { clock: { ...clock, monotonic: clock.now }, random: () => 0.5, newId };
  const me: Account = before?.me ?? {
    id: newId(),
    name: 'Ana',
    email: 'ana@band.example',
    avatarUrl: null,
    role: 'MEMBER',
  };
  const cache = before?.cache ?? createMemoryCache(me.id);
  const errors: string[] = [];
  const note = (first: object | string, message = '') =>
    void errors.push(typeof first === 'string' ? first : `${message} ${JSON.stringify(first)}`);
  const log: Log = { debug: () => {}, info: () => {}, warn: note, error: note };
  const requests: string[] = [];
  const told: string[] = [];
  const pushed: string[] = [];
  let events: TransportEvents | null = null;
  let isOpen = false;
  const account = createClientAccount({
    signedIn: {
      serverUrl: 'http://band.example',
      account: me,
      client: {
        serverUrl: 'http://band.example',
        authenticationHeaders: () => ({}),
        ...{ onAnswered: () => () => {}, onUnauthorised: () => () => {} },
        async request(request) {
          requests.push(`${request.method} ${request.path}`);
          const answer = answering(request);
          if (answer !== undefined) return { ok: true, data: request.schema.parse(await answer) };
          return new Promise((resolve) => {
            request.signal?.addEventListener('abort', () => resolve(brokenOff));
          });
        },
      },
    },
    cache,
    outboxStore: createMemoryOutboxStore(),
    settings: { current: () => defaultSettings, update: async () => defaultSettings },
    notices: createNotices({ ...environment, saved: [], save: () => {}, changed: () => {} }),
    push: (name) => void pushed.push(name),
    notify: () => {},
    log,
    environment,
    realtimeSettings: {
      connection: {
        createTransport(_serverUrl, given) {
          events = given;
          const close = () => {
            isOpen = false;
          };
          return {
            open: () => {},
            close,
            dispose: close,
            isOpen: () => isOpen,
            request: async (event) => {
              told.push(event);
              return answering({ method: 'POST', path: event } as ServerRequest<unknown>);
            },
            send: (event, body) => void told.push(`${event} ${JSON.stringify(body)}`),
          };
        },
      },
    },
  });
  account.start();
  return {
    me,
    account,
    cache,
    errors,
    requests,
    told,
    pushed,
    pass: clock.advance,
    settled: () => new Promise(setImmediate),
    open() {
      isOpen = true;
      events?.opened('websocket');
    },
    lose() {
      isOpen = false;
      events?.lost(false);
    },
    hear: (name: string, ...args: unknown[]) => events?.event(name, args),
  };
}
