import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Protocol } from './devtools-protocol.ts';

type Commands = Protocol.CommandParameters;
type Results = Protocol.CommandReturnValues;
type Events = Protocol.Events;

/** A DevTools session with one target. Chromium runs commands and sends events in order. */
export interface DevtoolsSession {
  send<Method extends keyof Commands>(
    method: Method,
    parameters?: Commands[Method],
  ): Promise<Results[Method]>;
  on<Event extends keyof Events>(event: Event, listener: (payload: Events[Event]) => void): void;
}

export interface DevtoolsConnection {
  /** The browser itself. */
  root: DevtoolsSession;
  session(sessionId: string): DevtoolsSession;
  /** Removes a session's listeners and rejects its pending commands. */
  drop(sessionId: string): void;
}

interface PendingCall {
  method: string;
  sessionId: string;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

interface Message {
  id?: number;
  sessionId?: string;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
}

/**
 * Speaks the DevTools protocol over Chromium's pipe: each message is a JSON text followed by a zero byte. A pipe is better
 * than a port because Chromium exits when the pipe closes, so no window outlives a killed host.
 */
export function connectDevtools(toChromium: Writable, fromChromium: Readable): DevtoolsConnection {
  const pending = new Map<number, PendingCall>();
  const emitters = new Map<string, EventEmitter>();
  let lastId = 0;
  let closed = false;

  const rejectCalls = (matches: (call: PendingCall) => boolean, reason: string) => {
    for (const [id, call] of pending) {
      if (!matches(call)) continue;
      pending.delete(id);
      call.reject(new Error(`${call.method}: ${reason}`));
    }
  };

  const receive = (message: Message) => {
    if (message.id === undefined) {
      emitters.get(message.sessionId ?? '')?.emit(message.method ?? '', message.params);
      return;
    }
    const call = pending.get(message.id);
    pending.delete(message.id);
    if (message.error) call?.reject(new Error(`${call.method}: ${message.error.message}`));
    else call?.resolve(message.result);
  };

  let pieces: Buffer[] = [];
  fromChromium.on('data', (data: Buffer) => {
    let start = 0;
    for (let end = data.indexOf(0); end !== -1; end = data.indexOf(0, start)) {
      pieces.push(data.subarray(start, end));
      const text = Buffer.concat(pieces).toString();
      pieces = [];
      start = end + 1;
      receive(JSON.parse(text) as Message);
    }
    pieces.push(data.subarray(start));
  });
  const end = () => {
    closed = true;
    rejectCalls(() => true, 'Chromium has ended');
  };
  fromChromium.on('close', end);
  toChromium.on('error', end);

  const open = (sessionId: string): DevtoolsSession => ({
    send: (method, parameters) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(new Error(`${method}: Chromium has ended`));
          return;
        }
        lastId += 1;
        pending.set(lastId, { method, sessionId, resolve: resolve as PendingCall['resolve'], reject });
        const target = sessionId === '' ? {} : { sessionId };
        toChromium.write(`${JSON.stringify({ id: lastId, method, params: parameters ?? {}, ...target })}\0`);
      }),
    on: (event, listener) => {
      let emitter = emitters.get(sessionId);
      if (!emitter) {
        emitter = new EventEmitter();
        emitters.set(sessionId, emitter);
      }
      emitter.on(event, listener);
    },
  });

  return {
    root: open(''),
    session: open,
    drop(sessionId) {
      emitters.delete(sessionId);
      rejectCalls((call) => call.sessionId === sessionId, 'the page is gone');
    },
  };
}

const goneReasons =
  /Chromium has ended|No target with given id|the page is gone|Invalid InterceptionId|Cannot find context|Session with given id not found|Inspected target navigated or closed|Can only perform operation while paused/;

/** Logs the error of a command, unless its page has closed or navigated in the meantime. */
export function reportUnlessGone(error: Error): void {
  if (!goneReasons.test(error.message)) console.error('Chromium refused a command:', error);
}
