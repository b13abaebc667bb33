/** What comes over a line, each in its turn. */
export type TransportEvents = {
  opened(transport: 'websocket' | 'polling'): void;
  /** An open line goes on by another transport. */
  kindChanged(transport: 'websocket' | 'polling'): void;
  /** The server would not have this session. */
  refused(sentence: string): void;
  /** An attempt came to nothing. `cause` is for the log; `sentence` is the server's own, if it said one. */
  failed(cause: string, sentence: string | null): void;
  /** An open line is closed, not by us. `isByServer`: it hung up, so the line itself is good. */
  lost(isByServer: boolean): void;
  /** What the server emitted. */
  event(name: string, args: unknown[]): void;
};

/**
 * One line to the server, closed at first. It opens when it is told to, makes one attempt, and keeps nothing for later:
 * what is sent while it is not open is gone.
 */
export type Transport = {
  /** `headers` authenticate the handshake. */
  open(headers: Record<string, string>): void;
  /** Says nothing more of itself until it is opened again. */
  close(): void;
  isOpen(): boolean;
  /** Emits and waits for the acknowledgement. Rejects on a lost line, and after so many milliseconds. */
  request(event: string, body: unknown, milliseconds: number): Promise<unknown>;
  tell(event: string, body: unknown): void;
  /** Closes it for good. */
  dispose(): void;
};

/** Makes a line whose events go to `events`. */
export type CreateTransport = (serverUrl: string, events: TransportEvents) => Transport;
