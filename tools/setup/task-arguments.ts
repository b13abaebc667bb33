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
  'backup-key',
  'restore',
  'admin',
  'watch',
  'dev',
  'docs',
  'notices',
  'bench-trend',
  'docs-site',
  'test-packages',
  'test-versions',
  'package',
] as const;
export type TaskName = (typeof taskNames)[number];

/** The parts of `npm test`, which also run alone: `npm test -- contract`. */
export const testParts = [
  'types',
  'lint',
  'unit',
  'build',
  'archive',
  'contract',
  'contract-postgres',
  'integration',
  'simulation',
  'e2e',
] as const;
export type TestPart = (typeof testParts)[number];

/** The requested task. `rest` is passed to the program that the task runs. */
export type TaskRequest = {
  name: TaskName;
  /** `--server`, else `BANDMATE_SERVER_URL`, without a trailing slash. If undefined, the task starts its own server. */
  serverUrl: string | undefined;
  /** The folder to watch if there is no display. Set only if everything that signing in needs was given too. */
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

/** Parses `run.mjs <task> …`. Tasks that only run another program pass their arguments on unparsed. */
export function parseTask(argv: string[], environment: NodeJS.ProcessEnv): ParsedTask {
  const [name, ...rest] = argv;
  if (!isTaskName(name)) {
    return { ok: false, message: `Name a task: ${taskNames.join(', ')}.` };
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
      return {
        ok: false,
        message: 'The demo always starts its own server, because it creates accounts and cuts.',
      };
    }
    if (serverUrl !== undefined && !/^https?:$/.test(URL.parse(serverUrl)?.protocol ?? '')) {
      return {
        ok: false,
        message: `"${serverUrl}" is not a server address. An example is https://band.example.org`,
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

/** On Linux a window needs X11 or Wayland. macOS and Windows always have a display. */
export function hasDisplay(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean {
  return platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}
