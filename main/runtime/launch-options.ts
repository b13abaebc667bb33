import { resolve } from 'node:path';
import { serverUrlSchema } from '../../protocol/ipc/session.ts';
import type { RuntimeDependencies } from './create-runtime.ts';

/** The options that the app reads from its environment variables. */
export type LaunchOptions = {
  /** `BANDMATE_USER_DATA`: the folder of everything that this app stores; null = the system's usual place. */
  userData: string | null;
  /** `BANDMATE_SERVER_URL`: fills in the form, and is where `BANDMATE_EMAIL` and `BANDMATE_PASSWORD` sign in. */
  serverUrl: string | null;
  unattendedSignIn: RuntimeDependencies['unattendedSignIn'];
  platform: RuntimeDependencies['platform'];
};

export function readLaunchOptions(variables: NodeJS.ProcessEnv): LaunchOptions {
  const { BANDMATE_USER_DATA, BANDMATE_SERVER_URL, BANDMATE_EMAIL, BANDMATE_PASSWORD } = variables;
  const serverUrl = serverUrlSchema.safeParse(BANDMATE_SERVER_URL).data ?? null;
  return {
    userData: BANDMATE_USER_DATA ? resolve(BANDMATE_USER_DATA) : null,
    serverUrl,
    unattendedSignIn:
      serverUrl && BANDMATE_EMAIL && BANDMATE_PASSWORD
        ? { serverUrl, email: BANDMATE_EMAIL, password: BANDMATE_PASSWORD }
        : undefined,
    platform: process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux',
  };
}
