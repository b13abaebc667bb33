import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { serverUrlSchema } from '../../protocol/ipc/session.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { nameSchema } from '../../protocol/wire/id.ts';
import { headlessText } from '../text/headless.ts';

export type WatchRequest = {
  folder: string;
  serverUrl: string;
  email: string;
  password: string;
  project: string;
  vibe: string | null;
  stacking: boolean;
  json: boolean;
  userData: string;
};

/** Reads the command line and the environment variables. A failure's message is to be printed above the usage. */
export function parseWatchArguments(
  words: string[],
  variables: NodeJS.ProcessEnv,
): Outcome<WatchRequest, 'invalid'> {
  const invalid = (message: string) => ({ ok: false, kind: 'invalid', message }) as const;
  let parsed: ReturnType<typeof parseWords>;
  try {
    parsed = parseWords(words);
  } catch (error) {
    return invalid(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  const [command, folder, extra] = positionals;
  if (command !== 'watch')
    return invalid(command ? headlessText.unknownCommand(command) : headlessText.noCommand);
  if (!folder) return invalid(headlessText.noFolder);
  if (extra !== undefined) return invalid(headlessText.tooManyFolders(extra));
  for (const name of ['server', 'email', 'project'] as const) {
    if (!values[name]) return invalid(headlessText.optionMissing(name));
  }
  const { server = '', email = '', project = '', vibe, json = false } = values;
  const serverUrl = serverUrlSchema.safeParse(server);
  if (!serverUrl.success) return invalid(headlessText.badServer(server));
  if (vibe !== undefined && !nameSchema.safeParse(vibe).success) {
    return invalid(headlessText.badVibe);
  }
  const password = variables.BANDMATE_PASSWORD;
  if (!password) return invalid(headlessText.noPassword);
  return {
    ok: true,
    data: {
      ...{ email, project, json, password },
      stacking: !values['no-stacking'],
      folder: resolve(folder),
      serverUrl: serverUrl.data,
      vibe: vibe ?? null,
      userData: resolve(variables.BANDMATE_USER_DATA ?? join(homedir(), '.bandmate-watch')),
    },
  };
}

function parseWords(words: string[]) {
  return parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      server: { type: 'string' },
      email: { type: 'string' },
      project: { type: 'string' },
      vibe: { type: 'string' },
      'no-stacking': { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
}
