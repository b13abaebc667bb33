import type { PushMessage } from '../../client/account/push-message.ts';
import { createRuntime, type Runtime, type RuntimeDependencies } from '../../main/runtime/create-runtime.ts';
import { createMemorySecretStore } from '../../main/session/secret-store.ts';
import type { PushName } from '../../protocol/ipc/pushes.ts';
import { disposeLater, temporaryFolder } from './disposal.ts';
import { noDesktop } from './no-desktop.ts';
import { createQuietLog } from './quiet-log.ts';

export type TestRuntime = Runtime & {
  userData: string;
  /** Every push so far, in order. */
  pushed: PushMessage[];
  last<Name extends PushName>(name: Name): Extract<PushMessage, { name: Name }>['data'] | undefined;
};

/** The client without a window, with short waits. It is started, and stopped when the test ends. */
export async function startRuntime(changes: Partial<RuntimeDependencies> = {}): Promise<TestRuntime> {
  const userData = changes.userData ?? (await temporaryFolder('bandmate-client'));
  const runtime = createRuntime({
    userData,
    log: createQuietLog(),
    version: '0.0.0',
    platform: 'linux',
    secrets: createMemorySecretStore(),
    actions: noDesktop,
    suggestedServerUrl: null,
    realtimeSettings: { headsMilliseconds: 500, connection: { backoff: { first: 20, longest: 200 } } },
    ...changes,
  });
  const pushed: PushMessage[] = [];
  runtime.onPush((message) => pushed.push(message));
  disposeLater(runtime.stop);
  await runtime.start();
  return {
    ...runtime,
    userData,
    pushed,
    last: (name) => pushed.findLast((message) => message.name === name)?.data as never,
  };
}

/** Signs in; throws the refusal if that fails. */
export async function signIn(
  runtime: Pick<Runtime, 'handlers'>,
  server: { url: string },
  { email, password }: { email: string; password: string },
): Promise<void> {
  const answer = await runtime.handlers['session.signIn']({
    serverUrl: server.url,
    email,
    password,
    rememberMe: true,
  });
  if (!answer.ok) throw new Error(`The sign-in was refused: ${answer.kind}, ${answer.message}`);
}

/** The data of an answer; throws a failure. */
export async function dataOf<Data>(
  answering: Promise<{ ok: true; data: Data } | { ok: false; kind: string; message: string }>,
): Promise<Data> {
  const answer = await answering;
  if (!answer.ok) throw new Error(`${answer.kind}: ${answer.message}`);
  return answer.data;
}
