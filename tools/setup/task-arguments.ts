import { parseArgs } from 'node:util';

export const taskNames = [
  'start',
  'demo',
  'test',
  'check',
  'faults',
  'bench',
  'server',
  'backup',
  'restore',
  'watch',
  'dev',
  'docs',
] as const;
export type TaskName = (typeof taskNames)[number];

/** What a person asked for. `rest` is handed on to the program that the task runs. */
export type TaskRequest = {
  name: TaskName;
  /** `--server`, else `BANDMATE_SERVER_URL`; undefined: start one of our own. Without a slash at the end. */
  serverUrl: string | undefined;
  /** Which folder to watch where there is no display; only if all that signing in needs was named too. */
  headless: HeadlessRequest | undefined;
  rest: string[];
};

export type HeadlessRequest = { folder: string; email: string; project: string; vibe: string | undefined };

export type ParsedTask = { ok: true; task: TaskRequest } | { ok: false; message: string };

const usage = `Usage: npm start -- [--server URL] [--folder FOLDER --project NAME [--vibe NAME]]
  --server   use the server at this address instead of starting one (or set BANDMATE_SERVER_URL)
  --folder, --project, --vibe
             without a display: the bounce folder to watch, and where its bounces go; the account is
             BANDMATE_EMAIL and BANDMATE_PASSWORD`;

/** Reads `run.mjs <task> …`. Tasks that only run another program hand their arguments to it unread. */
export function parseTask(argv: string[], environment: NodeJS.ProcessEnv): ParsedTask {
  const [name, ...rest] = argv;
  if (!isTaskName(name)) {
    return { ok: false, message: `Say which task: ${taskNames.join(', ')}.` };
  }
  if (name !== 'start' && name !== 'demo' && name !== 'dev') {
    return { ok: true, task: { name, serverUrl: undefined, headless: undefined, rest } };
  }
  try {
    const { values } = parseArgs({
      args: rest,
      options: {
        server: { type: 'string' },
        folder: { type: 'string' },
        project: { type: 'string' },
        vibe: { type: 'string' },
      },
    });
    const serverUrl = values.server ?? (environment.BANDMATE_SERVER_URL || undefined);
    if (name === 'demo' && serverUrl !== undefined) {
      return { ok: false, message: 'The demo always has a server of its own: it makes accounts and cuts.' };
    }
    if (serverUrl !== undefined && !/^https?:$/.test(URL.parse(serverUrl)?.protocol ?? '')) {
      return {
        ok: false,
        message: `"${serverUrl}" is no server address. It looks like https://band.example.org`,
      };
    }
    const email = environment.BANDMATE_EMAIL;
    const { folder, project, vibe } = values;
    const headless =
      email && environment.BANDMATE_PASSWORD && folder && project
        ? { folder, email, project, vibe }
        : undefined;
    return { ok: true, task: { name, serverUrl: serverUrl?.replace(/\/+$/, ''), headless, rest: [] } };
  } catch (error) {
    return { ok: false, message: `${(error as Error).message}\n${usage}` };
  }
}

function isTaskName(name: string | undefined): name is TaskName {
  return taskNames.some((known) => known === name);
}

/** On Linux a window needs X11 or Wayland; macOS and Windows always have a screen for whoever is signed in. */
export function hasDisplay(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean {
  return platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}
