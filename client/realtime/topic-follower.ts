import type { Environment } from '../../common/environment.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import type { LoggedEvent } from '../../protocol/wire/event.ts';
import type { SyncAnswer } from '../../protocol/wire/sync.ts';
import { type BackoffBounds, fullJitter } from '../common/backoff.ts';
import type { Log } from '../common/log.ts';
import type { RequestFailureKind } from '../session/server-client.ts';
import {
  type Cursor,
  type LogEntry,
  startTopic,
  stepTopic,
  type TopicEffect,
  type TopicInput,
} from './topic-state.ts';

/** A snapshot that was read from the server. */
export type TopicSnapshot = {
  epoch: string;
  /**
   * Puts it into the cache, unless the cache is newer, and returns the cache's cursor. `isRepair`: the cache differed
   * from the server at the same cursor.
   */
  store(): { cursor: Cursor; isRepair: boolean };
};

/** Where one topic is read from and written to. */
export type TopicSource = {
  /** The cache's cursor, or null if the cache holds nothing of this topic. */
  readCursor(): Cursor | null;
  /** Applies entries and moves the cache's cursor, in one transaction. Returns the applied events. */
  apply(entries: readonly LogEntry[], cursor: Cursor): LoggedEvent[];
  pull(since: number, signal: AbortSignal): Promise<Outcome<SyncAnswer, RequestFailureKind>>;
  readSnapshot(signal: AbortSignal): Promise<Outcome<TopicSnapshot, RequestFailureKind>>;
  /** Whether the cache is known to differ from the server at the same cursor; false if that can't be determined. */
  isDifferent?(signal: AbortSignal): Promise<boolean>;
};

/** The reports of a follower. */
export type FollowerEvents = {
  applied(events: LoggedEvent[]): void;
  snapshotStored(isRepair: boolean): void;
  /** The server has no such topic for this account (any more). */
  gone(): void;
};

/** Drives the state of one topic: runs its effects and feeds their results back in. */
export type TopicFollower = {
  input(input: TopicInput): void;
  /** Whether the server is known to poke this topic now. */
  isLive(): boolean;
  /** If everything known is applied, compares the cache with the server and reads a snapshot if they differ. */
  verify(): Promise<void>;
  stop(): void;
};

const retryBounds: BackoffBounds = { first: 1_000, longest: 30_000 };

export function createTopicFollower(parts: {
  source: TopicSource;
  events: FollowerEvents;
  /** The server named its epoch. False: the connection has ended, so the answer must not be used. */
  acceptEpoch(epoch: string): boolean;
  log: Log;
  environment: Pick<Environment, 'clock' | 'random'>;
}): TopicFollower {
  const { source, events, acceptEpoch, log } = parts;
  const { clock, random } = parts.environment;
  let state = startTopic(source.readCursor());
  let fetching = new AbortController();
  let failures = 0;
  let cancelRetry = () => {};
  let isStopped = false;

  function input(next: TopicInput): void {
    if (isStopped) return;
    if (next.kind === 'disconnected') abandonFetch();
    const step = stepTopic(state, next);
    state = step.state;
    try {
      for (const effect of step.effects) run(effect);
    } catch (error) {
      // An event that can't be read or stored: the snapshot that covers it repairs the topic.
      log.error({ error: String(error) }, 'An event could not be applied; reading a snapshot');
      input({ kind: 'unusable' });
    }
  }

  function abandonFetch(): void {
    cancelRetry();
    fetching.abort();
    fetching = new AbortController();
  }

  function run(effect: TopicEffect): void {
    if (effect.kind === 'apply') events.applied(source.apply(effect.entries, effect.cursor));
    else if (effect.kind === 'pull') {
      const read = (signal: AbortSignal) => source.pull(effect.since, signal);
      fetch(read, (answer) => ({ kind: 'pulled', answer }));
    } else fetch(source.readSnapshot, store);
  }

  function store(snapshot: TopicSnapshot): TopicInput {
    const { cursor, isRepair } = snapshot.store();
    events.snapshotStored(isRepair);
    return { kind: 'snapshot', cursor };
  }

  function fetch<Data extends { epoch: string }>(
    read: (signal: AbortSignal) => Promise<Outcome<Data, RequestFailureKind>>,
    toInput: (data: Data) => TopicInput,
  ): void {
    const { signal } = fetching;
    const take = (answer: Outcome<Data, RequestFailureKind>) => {
      if (signal.aborted) return;
      if (answer.ok) {
        if (!acceptEpoch(answer.data.epoch) || signal.aborted) return;
        failures = 0;
        input(toInput(answer.data));
        return;
      }
      input({ kind: 'fetch-failed' });
      if (answer.kind === 'not-found' || answer.kind === 'forbidden') {
        events.gone();
        return;
      }
      log.info({ kind: answer.kind, message: answer.message }, 'A topic could not be read');
      retryLater();
    };
    read(signal)
      .then(take)
      .catch((error: unknown) => {
        if (signal.aborted) return;
        // The cache could not store it, as when the disk is full.
        log.error({ error: String(error) }, 'What was read of a topic could not be stored');
        input({ kind: 'fetch-failed' });
        retryLater();
      });
  }

  function retryLater(): void {
    cancelRetry();
    cancelRetry = clock.later(fullJitter(failures, retryBounds, random), () => input({ kind: 'retry' }));
    failures += 1;
  }

  return {
    input,
    isLive: () => state.live,
    async verify() {
      const { signal } = fetching;
      const isUpToDate = state.live && state.cursor !== null && state.fetching === 'nothing';
      if (!isUpToDate || !source.isDifferent || !(await source.isDifferent(signal))) return;
      if (!signal.aborted) input({ kind: 'unusable' });
    },
    stop() {
      isStopped = true;
      abandonFetch();
    },
  };
}
