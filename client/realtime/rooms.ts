import { helloAnswerSchema, joinAnswerSchema } from '../../protocol/wire/room.ts';
import { projectTopic, type Topic } from '../../protocol/wire/topic.ts';
import type { Log } from '../common/log.ts';
import type { Connection } from './connection.ts';
import type { EpochGuard } from './epoch-guard.ts';
import type { Followers } from './followers.ts';
import type { OnlinePeriods } from './online-periods.ts';

/** The position up to which a topic has to be read: the server pokes everything after it. */
export type RoomPosition = { epoch: string; head: number };

/** Enters the rooms in which the server pokes a topic: subscribe first, then read. */
export type Rooms = {
  /** A failure is only logged: the next comparison of heads tries again. */
  join(projectId: string): Promise<void>;
  /**
   * Nobody joins the user's own topic: the server pokes it from the moment of the connection. Its head comes by HTTP,
   * from a server that may already be another than the one at the other end of this connection. So the connection has
   * to name its epoch first.
   */
  enterOwn(topic: Topic, position: RoomPosition): Promise<void>;
  leave(projectId: string): void;
};

export function createRooms(parts: {
  connection: Pick<Connection, 'request' | 'send'>;
  periods: OnlinePeriods;
  epochs: EpochGuard;
  followers: Followers;
  log: Log;
}): Rooms {
  const { connection, periods, epochs, followers, log } = parts;
  let serverKnowsHello = false;

  /** Learns the epoch of this connection. Returns whether it is known. */
  async function learnEpoch(epochOfHeads: string): Promise<boolean> {
    const signal = periods.signal();
    try {
      const answer = helloAnswerSchema.parse(await connection.request('hello', {}));
      if (signal.aborted || !answer.ok) return false;
      serverKnowsHello = true;
      epochs.learn(answer.epoch);
      return true;
    } catch (error) {
      log.info({ error: String(error) }, 'The server did not answer hello');
      if (signal.aborted || serverKnowsHello) return false;
      // A server older than protocol version 9 never answers. There the heads' word must do, because the user's own
      // topic would not be followed at all otherwise; verifying states repairs what a restored backup may confuse.
      epochs.learn(epochOfHeads);
      return true;
    }
  }

  function enter(topic: Topic, { epoch, head }: RoomPosition): void {
    if (epochs.accept(epoch)) followers.input(topic, { kind: 'joined', epoch, head });
  }

  return {
    async join(projectId) {
      const signal = periods.signal();
      const topic = projectTopic(projectId);
      try {
        const answer = joinAnswerSchema.parse(await connection.request('join:project', { projectId }));
        if (signal.aborted) return;
        if (answer.ok) {
          epochs.learn(answer.epoch);
          enter(topic, answer);
        } else if (answer.kind === 'not-found' || answer.kind === 'forbidden') followers.reportGone(topic);
        else log.info({ projectId, message: answer.message }, 'A project could not be joined');
      } catch (error) {
        // A new connection joins again; a missing acknowledgement is requested again with the next heads.
        log.info({ projectId, error: String(error) }, 'A project was not joined yet');
      }
    },
    async enterOwn(topic, position) {
      const signal = periods.signal();
      const isKnown = epochs.isKnown() || (await learnEpoch(position.epoch));
      if (isKnown && !signal.aborted) enter(topic, position);
    },
    leave: (projectId) => connection.send('leave:project', { projectId }),
  };
}
