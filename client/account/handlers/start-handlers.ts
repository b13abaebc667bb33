import type { Capabilities } from '../../../protocol/ipc/capabilities.ts';
import type { ChannelResult } from '../../../protocol/ipc/channels.ts';
import type { OpenTarget } from '../../../protocol/ipc/open-target.ts';
import type { SignIn } from '../../session/sign-in.ts';
import type { ClientAccount } from '../create-account.ts';
import { tokenOf } from './command-handlers.ts';
import { done, type Handlers, nothing } from './handlers.ts';
import { readProviders } from './identity-handlers.ts';
import { createRecoveryHandlers } from './recovery-handlers.ts';

type StartHandlers = Pick<
  Handlers,
  'app.start' | 'connection.retryNow' | (`session.${string}` & keyof Handlers)
>;

/** Starting the page, signing in and out, and connecting. */
export function createStartHandlers(parts: {
  signIn: SignIn<ClientAccount>;
  version: string;
  platform: ChannelResult<'app.start'>['platform'];
  capabilities: Capabilities;
  suggestedServerUrl: string | null;
  /** The target that the page should open first. Called once for each start of a page. */
  takeOpenTarget(): OpenTarget | null;
  /** Signing in somewhere else than in this page. */
  elsewhere: Pick<StartHandlers, 'session.signInWith' | 'session.stopWaiting' | 'session.continueInApp'>;
}): StartHandlers {
  const { signIn, version, platform, capabilities, suggestedServerUrl, takeOpenTarget, elsewhere } = parts;
  return {
    'app.start': async () => {
      const restored = await signIn.restore();
      if (!restored.ok) return restored;
      return done({
        ...{ version, platform, capabilities, suggestedServerUrl },
        session: signIn.session(),
        connection: signIn.connection(),
        open: takeOpenTarget(),
      });
    },
    'session.signIn': ({ serverUrl, ...login }) => signIn.signIn(serverUrl, login),
    'session.signUp': ({ serverUrl, ...register }) => signIn.signUp(serverUrl, register),
    'session.readInvitation': ({ serverUrl, link }) => signIn.readInvitation(serverUrl, tokenOf(link)),
    'session.providers': ({ serverUrl }) => readProviders(signIn.clientOf(serverUrl)),
    'session.registration': ({ serverUrl }) => signIn.readRegistration(serverUrl),
    ...elsewhere,
    'session.secondStep': ({ serverUrl, ...step }) => signIn.secondStep(serverUrl, step),
    'session.signOut': () => signIn.signOut(),
    ...createRecoveryHandlers(signIn),
    'connection.retryNow': async () => {
      signIn.account()?.connection.retryNow();
      return nothing;
    },
  };
}
