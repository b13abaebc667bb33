import type { Clock } from '../../common/clock.ts';
import type { Answer, Bridge } from '../../protocol/ipc/bridge.ts';
import type { ConnectionState } from '../../protocol/ipc/connection.ts';
import { PartySession } from '../../renderer/features/party/party-session.ts';
import { createStore } from '../../renderer/platform/store.ts';
import { createTab } from './browser-client.ts';
import type { TestUser } from './server.ts';
import { SimulatedSound, type SoundManners } from './simulated-sound.ts';
import { until } from './until.ts';

/** A person who listens: the client of a page, connected through `url`, with a sound of its own instead of a device. */
export async function openListener(
  url: string,
  user: TestUser,
  { files, random, manners = {} }: { files: string[]; random: () => number; manners?: Partial<SoundManners> },
) {
  const tab = createTab({ url });
  const listeners = new Map<string, Set<(push: never) => void>>();
  const connection = createStore<ConnectionState>({ kind: 'signed-out', since: 0 });
  tab.onPush(({ name, data }) => {
    if (name === 'connection.changed') connection.change(() => data);
    for (const listener of [...(listeners.get(name) ?? [])]) listener(data as never);
  });
  const bridge: Bridge = {
    invoke: (name, args) => (tab.handlers[name] as (args: unknown) => Promise<Answer<never>>)(args),
    on(name, listener) {
      const those = listeners.get(name) ?? new Set();
      listeners.set(name, those.add(listener as (push: never) => void));
      return () => those.delete(listener as (push: never) => void);
    },
    pathForFile: () => '',
  };
  // A computer of its own: its clock began elsewhere and runs a little differently.
  const rate = 1 + (random() - 0.5) * 60e-6;
  const origin = random() * 1e9;
  const now = () => origin + performance.now() * rate;
  const clock: Clock = {
    now,
    monotonic: now,
    later(milliseconds, task) {
      const timer = setTimeout(task, milliseconds);
      return () => clearTimeout(timer);
    },
  };
  const drift = (random() - 0.5) * 100e-6;
  const sound = new SimulatedSound({ now, random, files, manners: { drift, ...manners } });
  const { email, password } = user;
  const signedIn = await bridge.invoke('session.signIn', {
    serverUrl: url,
    email,
    password,
    rememberMe: false,
  });
  if (!signedIn.ok) throw new Error(signedIn.message);
  await until(() => connection.get().kind === 'online', { what: 'the connection' });
  const session = new PartySession({ bridge, connection, clock, sound });
  return {
    ...{ session, sound, user },
    async stop() {
      session.stop();
      await tab.stop();
    },
  };
}

export type PartyListener = Awaited<ReturnType<typeof openListener>>;
