import type { ConnectionState } from '../../protocol/ipc/connection.ts';

/** The connection as others in main need it: what it is now, and a call for each change. */
export type Connectivity = {
  current(): ConnectionState;
  /** Calls `listener` after each change until the returned function is called. */
  subscribe(listener: (state: ConnectionState) => void): () => void;
};
