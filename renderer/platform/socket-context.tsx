import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { ConnectionState } from '../../protocol/ipc/connection.ts';
import type { RealtimeEvent } from '../../protocol/ipc/pushes.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { createSocket, type RealtimeEventName, type Socket } from './socket.ts';
import { type Store, useStore } from './store.ts';

const SocketContext = createContext<Socket | null>(null);

/** Mounted while signed in. The socket lives as long as this component. */
export function SocketProvider({
  connection,
  children,
}: {
  connection: Store<ConnectionState>;
  children: ReactNode;
}) {
  const bridge = useBridge();
  const [socket, setSocket] = useState<Socket | null>(null);
  useEffect(() => {
    const created = createSocket(bridge, connection);
    setSocket(created.socket);
    return created.stop;
  }, [bridge, connection]);
  return socket && <SocketContext value={socket}>{children}</SocketContext>;
}

export function useSocket(): Socket {
  const socket = useContext(SocketContext);
  if (!socket) throw new Error('No SocketProvider above this component');
  return socket;
}

export function useConnection(): ConnectionState {
  return useStore(useSocket().connection);
}

/** `listener` must keep its identity, or every render subscribes again. */
export function useRealtimeEvent<Name extends RealtimeEventName>(
  name: Name,
  listener: (event: Extract<RealtimeEvent, { name: Name }>) => void,
): void {
  const socket = useSocket();
  useEffect(() => socket.on(name, listener), [socket, name, listener]);
}

/** Joins the project's room while the component is mounted. `projectId` null: joins none. */
export function useProjectRoom(projectId: string | null): void {
  const socket = useSocket();
  useEffect(() => (projectId === null ? undefined : socket.enter(projectId)), [socket, projectId]);
}
