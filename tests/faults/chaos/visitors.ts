import { setTimeout as wait } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { openSocket, type TestUser } from '../../helpers/server.ts';
import type { Servers } from './servers.ts';

/** Members without a client: each has one socket at one node, or none. They come and go. */
export type Visitors = {
  /** To the node of that index, or away (null). If that node isn't ready, to another. */
  go(visitor: number, node: number | null): void;
  /** Resolves once all who went somewhere have a connection, or after some seconds. */
  arrived(): Promise<void>;
  /** Whether that person has a connection; null if they are no visitor. */
  isConnected(userId: string): boolean | null;
  close(): void;
};

const longestWayMilliseconds = 10_000;

export function openVisitors(servers: Servers, people: readonly TestUser[]): Visitors {
  const sockets = new Map<string, Socket>();
  return {
    go(visitor, node) {
      const person = people[visitor];
      if (!person) return;
      sockets.get(person.account.id)?.disconnect();
      const urls = servers.urls();
      const url = node === null ? undefined : (urls[node] ?? urls[0]);
      if (url) sockets.set(person.account.id, openSocket({ url }, person));
    },
    async arrived() {
      const begun = performance.now();
      const isOnTheWay = () => [...sockets.values()].some((socket) => socket.active && !socket.connected);
      while (isOnTheWay() && performance.now() - begun < longestWayMilliseconds) await wait(50);
    },
    isConnected(userId) {
      if (!people.some(({ account }) => account.id === userId)) return null;
      return sockets.get(userId)?.connected ?? false;
    },
    close() {
      for (const socket of sockets.values()) socket.disconnect();
    },
  };
}
