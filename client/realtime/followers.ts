import type { Environment } from '../../common/environment.ts';
import type { LoggedEvent } from '../../protocol/wire/event.ts';
import type { Topic } from '../../protocol/wire/topic.ts';
import { createListeners } from '../common/listeners.ts';
import type { Log } from '../common/log.ts';
import { createTopicFollower, type TopicFollower, type TopicSource } from './topic-follower.ts';
import type { TopicInput } from './topic-state.ts';

/** The followers of all topics that this client follows, and what they report. */
export type Followers = {
  add(topic: Topic): void;
  remove(topic: Topic): void;
  /** Does nothing for a topic that isn't followed. */
  input(topic: Topic, input: TopicInput): void;
  inputAll(input: TopicInput): void;
  list(): [Topic, TopicFollower][];
  /** The server refused this topic: it is not ours to follow. */
  reportGone(topic: Topic): void;
  /** After the cache has applied them, in the order of their `seq`. */
  onApplied(listener: (applied: { topic: Topic; events: LoggedEvent[] }) => void): () => void;
  /** The cache holds a new snapshot. `isRepair`: it differed from the server at the same cursor. */
  onSnapshot(listener: (snapshot: { topic: Topic; isRepair: boolean }) => void): () => void;
  onGone(listener: (topic: Topic) => void): () => void;
  stop(): void;
};

export function createFollowers(parts: {
  createSource(topic: Topic): TopicSource;
  acceptEpoch(epoch: string): boolean;
  log: Log;
  environment: Environment;
}): Followers {
  const { createSource, acceptEpoch, log, environment } = parts;
  const followers = new Map<Topic, TopicFollower>();
  const applied = createListeners<{ topic: Topic; events: LoggedEvent[] }>();
  const snapshots = createListeners<{ topic: Topic; isRepair: boolean }>();
  const gone = createListeners<Topic>();

  return {
    add(topic) {
      const follower = createTopicFollower({
        source: createSource(topic),
        events: {
          applied: (events) => applied.notify({ topic, events }),
          snapshotStored: (isRepair) => snapshots.notify({ topic, isRepair }),
          gone: () => gone.notify(topic),
        },
        ...{ acceptEpoch, log, environment },
      });
      followers.set(topic, follower);
    },
    remove(topic) {
      followers.get(topic)?.stop();
      followers.delete(topic);
    },
    input: (topic, input) => followers.get(topic)?.input(input),
    inputAll(input) {
      for (const follower of followers.values()) follower.input(input);
    },
    list: () => [...followers],
    reportGone(topic) {
      if (followers.has(topic)) gone.notify(topic);
    },
    onApplied: applied.add,
    onSnapshot: snapshots.add,
    onGone: gone.add,
    stop() {
      for (const follower of followers.values()) follower.stop();
    },
  };
}
