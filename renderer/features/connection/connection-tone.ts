import type { ConnectionState } from '../../../protocol/ipc/connection.ts';

export type ConnectionTone = 'good' | 'hot' | 'over';

/** `hot`: the app is reconnecting on its own. `over`: only signing in again helps. */
export function connectionTone(state: ConnectionState): ConnectionTone {
  if (state.kind === 'online') return 'good';
  return state.kind === 'connecting' || state.kind === 'offline' ? 'hot' : 'over';
}
