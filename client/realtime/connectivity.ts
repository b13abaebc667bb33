import type { ConnectionState } from '../../protocol/ipc/connection.ts';

/** The state of the connection, for parts that only need to know whether the server can be reached. */
export type Connectivity = {
  current(): ConnectionState;
  /** Calls `listener` after each change until the returned function is called. */
  subscribe(listener: (state: ConnectionState) => void): () => void;
};
