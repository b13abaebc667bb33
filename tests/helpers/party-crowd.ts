import type { PartyControl, PartyState } from '../../protocol/wire/party.ts';
import { createClockSamples } from '../../renderer/features/party/clock-samples.ts';
import { Steering } from '../../renderer/features/party/steering.ts';
import { leadFor } from '../../server/party/party-limits.ts';
import { afterControl } from '../../server/party/party-state.ts';
import { createMovedClock, type MovedClock } from './moved-clock.ts';
import { SimulatedSound, type SoundManners } from './simulated-sound.ts';

type Parts = {
  random: () => number;
  /** Up to so long a message takes, each way, in milliseconds. */
  jitter: number;
  files?: string[];
  manners?: Partial<SoundManners>[];
};

/** A way for messages that arrive in order, each after a delay of its own. */
function createWay(clock: MovedClock, delay: () => number) {
  let lastAt = 0;
  return (deliver: () => void) => {
    lastAt = Math.max(lastAt, clock.monotonic() + delay());
    clock.later(lastAt - clock.monotonic(), deliver);
  };
}

/** A party of several listeners in simulated time, with a server that only orders controls. */
export function startCrowd(count: number, { random, jitter, files = ['v1', 'v2'], manners = [] }: Parts) {
  const time = createMovedClock();
  /** Another beginning than anybody's clock. */
  const serverTime = () => time.monotonic() + 5_000_000;
  const delays = new Map<number, number>();
  let state: PartyState = {
    ...{ partyId: 'party', seq: 1, by: 'ana', at: serverTime(), fileId: 'v1' },
    ...{ isPlaying: false, position: 0, loop: null },
  };

  const listeners = Array.from({ length: count }, (_, index) => {
    const rate = 1 + (random() - 0.5) * 100e-6;
    const offset = random() * 1e8;
    const own = () => offset + time.monotonic() * rate;
    const clock = { now: own, monotonic: own, later: time.later };
    const drift = (random() - 0.5) * 200e-6;
    const sound = new SimulatedSound({ now: own, random, files, manners: { drift, ...manners[index] } });
    const up = createWay(time, () => random() * jitter);
    const down = createWay(time, () => random() * jitter);
    const samples = createClockSamples(clock, (delay) => {
      if (delay !== null) delays.set(index, delay);
      return new Promise((resolve) =>
        up(() => {
          const at = serverTime();
          down(() => resolve(at));
        }),
      );
    });
    const statuses: string[] = [];
    const steering = new Steering({
      ...{ sound, clock, serverTime: samples.serverTime },
      onStatus: (status) => statuses.at(-1) !== status && statuses.push(status),
    });
    return { sound, up, down, samples, steering, statuses };
  });
  type Listener = (typeof listeners)[number];

  const order = (control: PartyControl) => {
    const at = serverTime() + leadFor(delays.values());
    state = afterControl(state, control, { by: 'ana', at });
    const sent = state;
    for (const { down, steering } of listeners) down(() => steering.take(sent));
  };

  return {
    time,
    listeners,
    state: () => state,
    join(listener: Listener) {
      listener.samples.start();
      listener.up(() => {
        const answered = state;
        listener.down(() => listener.steering.take(answered));
      });
    },
    control: (from: Listener, control: PartyControl) => from.up(() => order(control)),
    /** Lets time pass. Answers to promises arrive meanwhile. `look` is called every 20 ms. */
    async pass(milliseconds: number, look: () => void = () => {}) {
      for (let passed = 0; passed < milliseconds; passed += 20) {
        for (let step = 0; step < 20; step += 1) {
          time.advance(1);
          await Promise.resolve();
          await Promise.resolve();
        }
        look();
      }
    },
    /** How far the positions of all listeners are apart, in milliseconds. */
    spread() {
      const heard = listeners.map(({ sound }) => sound.heard());
      return (Math.max(...heard) - Math.min(...heard)) * 1000;
    },
  };
}
