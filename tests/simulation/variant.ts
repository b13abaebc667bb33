import type { Cache } from '../../client/cache/cache.ts';
import type { OutboxStore } from '../../client/outbox/outbox-store.ts';
import type { CreateTransport } from '../../client/realtime/transport.ts';
import type { Dispatcher } from '../../server/commands/dispatcher.ts';
import type { forgetAnswers } from '../../server/commands/operations.ts';
import type { SharedDelivery } from '../../server/nodes/shared-delivery.ts';
import type { notifyPage } from '../../server/notifications/bulk-notifications.ts';
import type { Rooms } from '../../server/realtime/poke-rooms.ts';
import type { Plan } from './plan.ts';

/**
 * A defect put in the place of a part of the program, to see whether the harness finds it. `step`: as `Life.step`.
 */
export type Variant = {
  /** The trouble that shows it, so that few seeds are enough. */
  plan?(drawn: Plan): Plan;
  dispatcher?(inner: Dispatcher, newId: () => string): Pick<Dispatcher, 'dispatch'>;
  /** Returns the statement that the server's database runs in its place. */
  statement?(text: string): string;
  /** The server goes on before a transaction is committed. */
  commitsLate?: boolean;
  /** Of each of several servers. */
  delivery?(inner: SharedDelivery, rooms: Rooms): SharedDelivery;
  forgetAnswers?: typeof forgetAnswers;
  writePage?(inner: typeof notifyPage): typeof notifyPage;
  /** The epoch after a restore. */
  epochAfterRestore?(before: string): string;
  cache?(inner: Cache, step: <Result>(act: () => Result) => Result): Cache;
  outboxStore?(inner: OutboxStore): OutboxStore;
  createTransport?(inner: CreateTransport, fetch: typeof globalThis.fetch): CreateTransport;
  /** Changes the client's requests. */
  fetch?(inner: typeof globalThis.fetch): typeof globalThis.fetch;
};
