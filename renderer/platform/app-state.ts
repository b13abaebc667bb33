import type { Bridge } from '../../protocol/ipc/bridge.ts';
import type { ChannelResult } from '../../protocol/ipc/channels.ts';
import type { ConnectionState } from '../../protocol/ipc/connection.ts';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import type { SessionState } from '../../protocol/ipc/session.ts';
import { read } from '../bridge/read.ts';
import { createStore, type Store } from './store.ts';

/** State that lives as long as the page: who is signed in, and whether the server is reached. */
export type AppState = {
  facts: Pick<ChannelResult<'app.start'>, 'version' | 'platform' | 'capabilities' | 'suggestedServerUrl'>;
  session: Store<SessionState>;
  connection: Store<ConnectionState>;
  /** The place that a click outside the window asked to show. Null once it is shown. */
  target: Store<OpenTarget | null>;
};

/** Reads the initial state. It subscribes to changes first, so that none is missed in between. */
export async function startAppState(bridge: Bridge): Promise<{ state: AppState; dispose: () => void }> {
  const heard: { session?: SessionState; connection?: ConnectionState; target?: OpenTarget } = {};
  let state: AppState | null = null;
  const stops = [
    bridge.on('session.changed', (session) => {
      heard.session = session;
      state?.session.change(() => session);
    }),
    bridge.on('connection.changed', (connection) => {
      heard.connection = connection;
      state?.connection.change(() => connection);
    }),
    bridge.on('app.open', (target) => {
      heard.target = target;
      state?.target.change(() => target);
    }),
  ];
  const dispose = () => {
    for (const stop of stops) stop();
  };
  try {
    const start = await read(bridge, 'app.start', null);
    state = {
      facts: start,
      session: createStore(heard.session ?? start.session),
      connection: createStore(heard.connection ?? start.connection),
      target: createStore(heard.target ?? start.open),
    };
    return { state, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}
