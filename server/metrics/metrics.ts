import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The work that may have to wait. `changes` are commands and facts; the others are named after what is made or sent. */
export type QueueName = 'changes' | 'news' | 'measurements' | 'copies' | 'mail';

type Queue = { waiting(): number };

/** Figures that are read when somebody asks for them. */
const gauges = {
  nodes: {
    name: 'bandmate_nodes',
    help: 'Servers on the database that this one has seen alive, itself included',
  },
  leases: { name: 'bandmate_leases', help: 'Jobs that this server does for all of them' },
  sockets: { name: 'bandmate_sockets', help: 'Connected sockets' },
  rooms: { name: 'bandmate_rooms', help: 'Rooms with at least one socket: of projects, people and sessions' },
  uploads: { name: 'bandmate_uploads_in_progress', help: 'Uploads whose bytes are arriving' },
  storage: {
    name: 'bandmate_storage_reachable',
    help: '1 if the storage of files answers within 2 seconds, else 0',
  },
} as const;

/** Times of requests, from a read of a few rows to an upload. */
const requestSeconds = [0.005, 0.025, 0.1, 0.25, 1, 2.5, 10, 60];
/** Times of statements and of waits in the database. */
const statementSeconds = [0.0001, 0.0005, 0.0025, 0.01, 0.05, 0.25, 1, 5];

/**
 * The figures of one server, for `/metrics`. No label has a value from outside: there are as many series after a year as
 * after a day. docs/operating.md lists every metric.
 */
export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  let queues: Record<string, Queue> = {};
  new Gauge({
    ...{ name: 'bandmate_queue_length', help: 'Work that waits', labelNames: ['queue'] as const, registers },
    collect() {
      for (const [queue, { waiting }] of Object.entries(queues)) this.set({ queue }, waiting());
    },
  });
  return {
    registry,
    requests: new Histogram({
      name: 'bandmate_http_request_duration_seconds',
      help: 'Answered HTTP requests by the pattern of their route, and how long they took',
      ...{ labelNames: ['method', 'route', 'status'] as const, buckets: requestSeconds, registers },
    }),
    refusedConnections: new Counter({
      name: 'bandmate_refused_connections_total',
      help: 'Connections beyond MAX_CONNECTIONS, or beyond half of it from one address',
      registers,
    }),
    commands: new Histogram({
      name: 'bandmate_command_duration_seconds',
      help: 'Commands and committed uploads by their outcome, from arrival to answer',
      ...{ labelNames: ['kind', 'outcome'] as const, buckets: requestSeconds, registers },
    }),
    groupSize: new Histogram({
      name: 'bandmate_group_commit_changes',
      help: 'Changes that shared a transaction',
      ...{ buckets: [1, 2, 4, 8, 16, 32], registers },
    }),
    groupWait: new Histogram({
      name: 'bandmate_group_commit_wait_seconds',
      help: 'How long a change waited for its transaction',
      ...{ buckets: statementSeconds, registers },
    }),
    deliveries: new Counter({
      name: 'bandmate_deliveries_total',
      help: 'Events sent to sockets, counted once for each socket',
      ...{ labelNames: ['event'] as const, registers },
    }),
    syncReads: new Counter({
      name: 'bandmate_sync_reads_total',
      help: 'Readings of the log by clients: events, a reset, heads, or the hash of a state',
      ...{ labelNames: ['answer'] as const, registers },
    }),
    statements: new Histogram({
      name: 'bandmate_database_statement_duration_seconds',
      help: 'Statements of the database by their kind',
      ...{ labelNames: ['kind'] as const, buckets: statementSeconds, registers },
    }),
    slowStatements: new Counter({
      name: 'bandmate_database_slow_statements_total',
      help: 'Statements that took longer than SLOW_QUERY_MS',
      registers,
    }),
    uploadedBytes: new Counter({
      name: 'bandmate_uploaded_bytes_total',
      help: 'Bytes of uploads that were stored',
      registers,
    }),
    storageCalls: new Histogram({
      name: 'bandmate_storage_call_duration_seconds',
      help: 'Calls of the storage of files, and how long they took',
      ...{ labelNames: ['store', 'operation'] as const, buckets: requestSeconds, registers },
    }),
    hintDelay: new Histogram({
      name: 'bandmate_hint_delay_seconds',
      help: 'How long the hints of this server took to come back to it from PostgreSQL',
      ...{ buckets: statementSeconds, registers },
    }),
    hintLosses: new Counter({
      name: 'bandmate_hint_losses_total',
      help: 'Times at which hints between servers may have been lost, so that everything was compared',
      registers,
    }),
    gaps: new Counter({
      name: 'bandmate_gaps_total',
      help: 'Readings of the log because an event was not the next one, or because no hint had brought it',
      registers,
    }),
    storageErrors: new Counter({
      name: 'bandmate_storage_errors_total',
      help: 'Calls of the storage of files that failed',
      ...{ labelNames: ['store', 'operation'] as const, registers },
    }),
    /** Shows how many wait in each queue. */
    watchQueues(watched: Record<QueueName, Queue>): void {
      queues = watched;
    },
    /** Shows a figure as `read` answers it. */
    watch(figure: keyof typeof gauges, read: () => number | Promise<number>): void {
      new Gauge({
        ...gauges[figure],
        registers,
        async collect() {
          this.set(await read());
        },
      });
    },
  };
}
