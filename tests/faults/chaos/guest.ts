import { setTimeout as wait } from 'node:timers/promises';
import { newId } from '../../../common/new-id.ts';
import { projectTopic } from '../../../protocol/wire/topic.ts';
import {
  collectEvents,
  joinProject,
  openSocket,
  request,
  type SeenEvent,
  type TestUser,
} from '../../helpers/server.ts';
import type { BandRows } from './band-rows.ts';
import type { Servers } from './servers.ts';

/** A member with a socket at each server, who is removed from the project while everything else happens. */
export type Guest = {
  /** Resolves once a server has answered that it is done, or after a minute. */
  remove(): Promise<void>;
  /** The events of the project that a socket of the guest heard although they came after the removal. */
  heardTooMuch(rows: BandRows): string[];
  close(): void;
};

export function openGuest(servers: Servers, admin: TestUser, guest: TestUser, projectId: string): Guest {
  const topic = projectTopic(projectId);
  const heard: SeenEvent[][] = [];
  const sockets = servers.urls().map((url) => {
    const socket = openSocket({ url }, guest, { reconnection: true, reconnectionDelayMax: 500 });
    heard.push(collectEvents(socket));
    socket.on('connect', () => void joinProject(socket, projectId).catch(() => undefined));
    return socket;
  });
  return {
    async remove() {
      const operation = {
        ...{ operationId: newId(), kind: 'member.remove' },
        payload: { projectId, userId: guest.account.id },
      };
      const isDone = async () => {
        const { cookie } = admin;
        const body = { operations: [operation] };
        const answer = await request({ url: servers.url() }, 'POST', '/api/commands', body, { cookie });
        return answer.status === 200 && answer.body.answers[0]?.ok === true;
      };
      const begun = performance.now();
      while (!(await isDone().catch(() => false)) && performance.now() - begun < 60_000) await wait(100);
    },
    heardTooMuch({ log }) {
      const removal = log.find(
        (row) =>
          row.topic === topic &&
          row.name === 'member:left' &&
          JSON.parse(row.payload).userId === guest.account.id,
      );
      if (!removal) return ['The guest was not removed'];
      return heard.flat().flatMap(({ name, position }) => {
        const isLate = position?.topic === topic && position.seq > removal.seq;
        return isLate ? [`The removed guest heard ${name} at ${position.seq} of ${topic}`] : [];
      });
    },
    close() {
      for (const socket of sockets) socket.disconnect();
    },
  };
}
