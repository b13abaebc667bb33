import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { serverUrlSchema } from '../../protocol/ipc/session.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { nameSchema } from '../../protocol/wire/id.ts';

export type WatchRequest = {
  folder: string;
  serverUrl: string;
  email: string;
  password: string;
  project: string;
  vibe: string | null;
  json: boolean;
  userData: string;
};

export const usage =
  'Usage: watch FOLDER --server URL --email E-MAIL --project NAME [--vibe NAME] [--json]\n' +
  'The password comes from BANDMATE_PASSWORD; data is kept in BANDMATE_USER_DATA.';

/** Reads the command line and the environment. A failure's message is the sentence to print above the usage. */
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
  const [command, folder, ...others] = positionals;
  if (command !== 'watch')
    return invalid(command ? `There is no command “${command}”.` : 'No command is given.');
  if (!folder) return invalid('No folder is given.');
  if (others.length > 0) return invalid(`One folder at a time: “${others[0]}” is one too many.`);
  for (const name of ['server', 'email', 'project'] as const) {
    if (!values[name]) return invalid(`--${name} is missing.`);
  }
  const { server = '', email = '', project = '', vibe, json = false } = values;
  const serverUrl = serverUrlSchema.safeParse(server);
  if (!serverUrl.success)
    return invalid(`--server: “${server}” is not an address like https://band.example.`);
  if (vibe !== undefined && !nameSchema.safeParse(vibe).success) {
    return invalid('--vibe: a name has 1 to 200 characters.');
  }
  const password = variables.BANDMATE_PASSWORD;
  if (!password) return invalid('BANDMATE_PASSWORD is not set.');
  return {
    ok: true,
    data: {
      ...{ email, project, json, password },
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
      json: { type: 'boolean' },
    },
  });
}
