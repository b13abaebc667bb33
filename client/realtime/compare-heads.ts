import type { Environment } from '../../common/environment.ts';
import { type Heads, headsSchema } from '../../protocol/wire/sync.ts';
import { parseTopic, type Topic } from '../../protocol/wire/topic.ts';
import type { Log } from '../common/log.ts';
import type { ServerClient } from '../session/server-client.ts';
import type { EpochGuard } from './epoch-guard.ts';
import type { Followers } from './followers.ts';
import type { OnlinePeriods } from './online-periods.ts';
import type { Rooms } from './rooms.ts';

/** While online, compares the server's heads with what is followed, so that a lost poke or join is noticed. */
export function compareHeadsWhileOnline(parts: {
  client: ServerClient;
  periods: OnlinePeriods;
  epochs: EpochGuard;
  followers: Followers;
  rooms: Rooms;
  ownTopic: Topic;
  everyMilliseconds: number;
  log: Log;
  environment: Pick<Environment, 'clock' | 'random'>;
}): void {
  const { client, periods, epochs, followers, rooms, ownTopic, everyMilliseconds, log } = parts;
  const { clock, random } = parts.environment;
  let cancel = () => {};

  /** Jittered, so that clients that reconnected together don't stay in step. */
  const jittered = (milliseconds: number) => milliseconds * (0.75 + random() / 2);

  async function compare(): Promise<void> {
    const signal = periods.signal();
    const heads = await client.request({
      method: 'GET',
      path: '/api/sync/heads',
      schema: headsSchema,
      signal,
    });
    if (signal.aborted) return;
    if (heads.ok) apply(heads.data);
    else log.info({ kind: heads.kind, message: heads.message }, 'Heads could not be compared');
    // They may have ended the connection; the next one requests its own.
    if (signal.aborted) return;
    cancel = clock.later(jittered(heads.ok ? everyMilliseconds : everyMilliseconds / 10), compare);
  }

  function apply({ epoch, heads }: Heads): void {
    if (!epochs.accept(epoch)) return;
    for (const [topic, follower] of followers.list()) {
      const head = heads[topic] ?? 0;
      if (follower.isLive()) follower.input({ kind: 'head', epoch, head });
      else if (topic === ownTopic) void rooms.enterOwn(topic, { epoch, head });
      else void rooms.join(parseTopic(topic).id);
    }
  }

  periods.onBegin(() => void compare());
  periods.onEnd(() => cancel());
}
