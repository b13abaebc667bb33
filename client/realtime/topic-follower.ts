import { type Environment, systemEnvironment } from '../../common/environment.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
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

/** Where one topic is read from and written to. */
export type TopicSource = {
  /** Where the cache stands, or null when it holds nothing of this topic. */
  readCursor(): Cursor | null;
  /** Applies entries and moves the cache's cursor, in one transaction. */
  apply(entries: readonly LogEntry[], cursor: Cursor): void;
  pull(since: number, signal: AbortSignal): Promise<Outcome<SyncAnswer, RequestFailureKind>>;
  /** Reads a snapshot into the cache and says where it stands. */
  readSnapshot(signal: AbortSignal): Promise<Outcome<Cursor, RequestFailureKind>>;
  /** The server says that there is no such topic for us (any more). */
  gone(): void;
  /** Whether what is here is known to be another state than the server's; false where that can't be told. */
  isOther?(signal: AbortSignal): Promise<boolean>;
};

/** Drives one topic's state: effects out, answers back in. Made when the topic is first followed. */
export type TopicFollower = {
  input(input: TopicInput): void;
  /** Whether the server is known to poke this topic now. */
  isLive(): boolean;
  /** Compares what is here with what the server has, if it is all here, and reads a snapshot if it is something else. */
  verify(): Promise<void>;
  /** The server refused the topic itself: it is not ours to follow. */
  gone(): void;
  stop(): void;
};

const retryBounds: BackoffBounds = { first: 1_000, longest: 30_000 };

export function createTopicFollower(
  source: TopicSource,
  log: Log,
  { clock, random }: Pick<Environment, 'clock' | 'random'> = systemEnvironment,
): TopicFollower {
  let state = startTopic(source.readCursor());
  let fetching = new AbortController();
  let failures = 0;
  let cancelRetry = () => {};
  let isStopped = false;

  function input(next: TopicInput): void {
    if (isStopped) return;
    if (next.kind === 'disconnected') voidFetch();
    const step = stepTopic(state, next);
    state = step.state;
    try {
      for (const effect of step.effects) run(effect);
    } catch (error) {
      // An event we can't read or store: the snapshot that covers it heals the topic.
      log.error({ error: String(error) }, 'An event could not be applied; reading a snapshot');
      input({ kind: 'unusable' });
    }
  }

  function voidFetch(): void {
    cancelRetry();
    fetching.abort();
    fetching = new AbortController();
  }

  function run(effect: TopicEffect): void {
    if (effect.kind === 'apply') source.apply(effect.entries, effect.cursor);
    else if (effect.kind === 'pull') {
      const read = (signal: AbortSignal) => source.pull(effect.since, signal);
      fetch(read, (answer) => ({ kind: 'pulled', answer }));
    } else fetch(source.readSnapshot, (cursor) => ({ kind: 'snapshot', cursor }));
  }

  function fetch<Data>(
    read: (signal: AbortSignal) => Promise<Outcome<Data, RequestFailureKind>>,
    toInput: (data: Data) => TopicInput,
  ): void {
    const { signal } = fetching;
    const take = (answer: Outcome<Data, RequestFailureKind>) => {
      if (signal.aborted) return;
      if (answer.ok) {
        failures = 0;
        input(toInput(answer.data));
        return;
      }
      input({ kind: 'fetch-failed' });
      if (answer.kind === 'not-found' || answer.kind === 'forbidden') {
        source.gone();
        return;
      }
      log.info({ kind: answer.kind, message: answer.message }, 'A topic could not be read');
      retryLater();
    };
    read(signal)
      .then(take)
      .catch((error: unknown) => {
        if (signal.aborted) return;
        // The cache could not take it, as when the disk is full.
        log.error({ error: String(error) }, 'What was read of a topic could not be kept');
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
      const isAllHere = state.live && state.cursor !== null && state.fetching === 'nothing';
      if (!isAllHere || !source.isOther || !(await source.isOther(signal))) return;
      if (!signal.aborted) input({ kind: 'unusable' });
    },
    gone: source.gone,
    stop() {
      isStopped = true;
      voidFetch();
    },
  };
}
