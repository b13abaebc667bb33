export type TransportKind = 'websocket' | 'polling';

/** The reports of a transport, in the order in which things happen. */
export type TransportEvents = {
  opened(kind: TransportKind): void;
  /** An open transport has been upgraded, or has fallen back. */
  kindChanged(kind: TransportKind): void;
  /** The server rejected the session. */
  refused(sentence: string): void;
  /** An attempt failed. `cause` is for the log; `sentence` is the server's own, or null if it sent none. */
  failed(cause: string, sentence: string | null): void;
  /** An open transport was closed from outside. `isByServer`: the server disconnected, so the network works. */
  lost(isByServer: boolean): void;
  /** The server emitted an event. */
  event(name: string, args: unknown[]): void;
};

/** One socket to the server, initially closed. It makes one attempt per `open` and buffers nothing while closed. */
export type Transport = {
  /** `headers` authenticate the handshake. */
  open(headers: Record<string, string>): void;
  /** Reports nothing more until it is opened again. */
  close(): void;
  isOpen(): boolean;
  /** Emits and waits for the acknowledgement. Rejects when the socket is lost, and after `milliseconds`. */
  request(event: string, body: unknown, milliseconds: number): Promise<unknown>;
  /** Emits without an acknowledgement. */
  send(event: string, body: unknown): void;
  /** Closes it for good. */
  dispose(): void;
};

export type CreateTransport = (serverUrl: string, events: TransportEvents) => Transport;
