import { createContext, useContext } from 'react';
import type { SessionState } from '../../protocol/ipc/session.ts';
import type { AppState } from './app-state.ts';

export type SignedIn = Extract<SessionState, { kind: 'signed-in' }> & { facts: AppState['facts'] };

export const SessionContext = createContext<SignedIn | null>(null);

/** The signed-in account and its server. Throws outside a signed-in window. */
export function useSession(): SignedIn {
  const session = useContext(SessionContext);
  if (!session) throw new Error('No one is signed in above this component');
  return session;
}
