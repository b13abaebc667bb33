import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { defaultBackoff, fullJitter } from '../../client/common/backoff.ts';
import type { Binding, Routing } from '../../protocol/ipc/binding.ts';
import { neededUpdate } from '../../protocol/ipc/connection.ts';
import type { Project } from '../../protocol/wire/project.ts';
import { createLog } from '../common/log.ts';
import type { AppActions } from '../runtime/app-actions.ts';
import { createRuntime, type Runtime } from '../runtime/create-runtime.ts';
import { createMemorySecretStore } from '../session/secret-store.ts';
import { headlessText } from '../text/headless.ts';
import { connectionLine, folderLine, type ReportLine, transferLine } from './report.ts';
import type { WatchRequest } from './watch-arguments.ts';

/** 0 = ended by a signal, 1 = another process uses the data folder, 2 = invalid request, 3 = sign-in refused. */
export type ExitCode = 0 | 1 | 2 | 3;

/**
 * The pipeline without a window: signs in (again when the session ends), binds the folder, and watches until `signal`
 * is aborted. Bindings of earlier runs in the same data folder are paused, so it watches only this folder. Killed at any
 * moment, it resumes from its files at the next start.
 */
export async function watch(
  request: WatchRequest,
  version: string,
  print: (line: ReportLine) => void,
  signal: AbortSignal,
): Promise<ExitCode> {
  const runtime = createRuntime({
    userData: request.userData,
    log: createLog(join(request.userData, 'logs', 'watch.log')),
    version,
    platform: process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux',
    secrets: createMemorySecretStore(),
    actions: noDesktop,
    suggestedServerUrl: request.serverUrl,
  });
  const fail = (exitCode: ExitCode, message: string): ExitCode => {
    print({ event: 'error', message });
    return exitCode;
  };

  try {
    for (let shortSessions = 0; ; shortSessions++) {
      const startedAt = performance.now();
      const ended = new AbortController();
      const unsubscribe = reportPushes(runtime, print, () => ended.abort());
      try {
        const refusal = await signIn(runtime, request, print, signal);
        if (signal.aborted) return 0;
        if (refusal) return fail(refusal.kind === 'conflict' ? 1 : 3, refusal.message);
        print({ event: 'signed-in', server: request.serverUrl, email: request.email });
        const problem = await bind(runtime, request, print, signal);
        if (signal.aborted) return 0;
        if (problem) return fail(2, problem);
        await aborted(AbortSignal.any([signal, ended.signal]));
        if (signal.aborted) return 0;
      } finally {
        unsubscribe();
      }
      // A server may accept the sign-in and end the session at once: don't ask it in a tight loop.
      if (performance.now() - startedAt > longSessionMilliseconds) shortSessions = 0;
      await wait(pauseAfter(shortSessions), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return 0;
    }
  } finally {
    await runtime.handlers['session.signOut'](null);
    await runtime.stop();
    if (signal.aborted) print({ event: 'stopped' });
    if (runtime.isHeldUp()) process.kill(process.pid, 'SIGKILL');
  }
}

/** A session that lasts this long resets the backoff. */
const longSessionMilliseconds = 60_000;

/** How long to wait after this many short sessions in a row, in milliseconds. Never 0, and never the same for all. */
export function pauseAfter(shortSessions: number, random: () => number = Math.random): number {
  const bound = fullJitter(shortSessions, defaultBackoff, () => 1);
  return bound / 2 + (random() * bound) / 2;
}

/** Tries until the server takes or refuses it; null = signed in, or ended by the signal. */
async function signIn(
  runtime: Runtime,
  { serverUrl, email, password }: WatchRequest,
  print: (line: ReportLine) => void,
  signal: AbortSignal,
): Promise<{ kind: string; message: string } | null> {
  let lastReason = '';
  for (let attempt = 0; !signal.aborted; attempt++) {
    const answer = await runtime.handlers['session.signIn']({ serverUrl, email, password, rememberMe: true });
    if (answer.ok) return null;
    if (!['offline', 'rate-limited', 'internal', 'unavailable', 'no-space'].includes(answer.kind))
      return answer;
    if (answer.message !== lastReason) print({ event: 'sign-in-waiting', message: answer.message });
    lastReason = answer.message;
    await wait(fullJitter(attempt), undefined, { signal }).catch(() => undefined);
  }
  return null;
}

/** Resolves to what is wrong with the request, in a sentence; null if it worked. */
async function bind(
  runtime: Runtime,
  { folder, project: projectName, vibe, stacking }: WatchRequest,
  print: (line: ReportLine) => void,
  signal: AbortSignal,
): Promise<string | null> {
  const account = runtime.account();
  if (!account) return null;
  const { pipeline, projectList, cache } = account;
  // The list of an earlier run is enough while the server is away. An unknown name may be a new project, so refresh.
  let found = findProject(cache.listProjects(), projectName);
  for (let attempt = 0; typeof found === 'string' && !signal.aborted; attempt++) {
    const refreshed = await projectList.refresh();
    found = findProject(cache.listProjects(), projectName);
    if (refreshed.ok) break;
    await wait(fullJitter(attempt), undefined, { signal }).catch(() => undefined);
  }
  if (typeof found === 'string') return found;

  const { id: projectId, name } = found;
  const routing: Routing = vibe === null ? { kind: 'song-name' } : { kind: 'vibe-name', name: vibe };
  const ours = pipeline.listBindings().find((known) => known.folder === folder);
  if (ours && ours.projectId !== projectId) await pipeline.removeBinding(ours.id);
  const bound =
    ours?.projectId === projectId
      ? await pipeline.updateBinding({ id: ours.id, routing, stacking, paused: false })
      : await pipeline.createBinding({ folder, projectId, routing, stacking });
  if (!bound.ok) return bound.message;
  for (const other of pipeline.listBindings()) {
    if (other.id !== bound.data.id) await pipeline.updateBinding({ id: other.id, paused: true });
  }
  const older = bound.data.olderCount;
  print({ event: 'watching', folder, projectId, project: name, vibe, older });
  return null;
}

/** The project with this name, or a sentence with the names there are. Case only matters between names that differ in it. */
export function findProject(projects: Project[], name: string): Project | string {
  const exact = projects.filter((project) => project.name === name.trim());
  const alike = projects.filter((project) => project.name.toLowerCase() === name.trim().toLowerCase());
  const candidates = exact.length > 0 ? exact : alike;
  const [only, another] = candidates;
  if (only && !another) return only;
  if (another) return headlessText.sameName(candidates.length, name);
  return headlessText.noProject(
    name,
    projects.map((project) => project.name),
  );
}

/** Reports pushes as lines, one for each change of kind. */
function reportPushes(
  runtime: Runtime,
  print: (line: ReportLine) => void,
  sessionEnded: () => void,
): () => void {
  const last = new Map<string, string>();
  const printIfNew = (key: string, kind: string, line: () => ReportLine) => {
    if (last.get(key) === kind) return;
    last.set(key, kind);
    print(line());
  };
  return runtime.onPush(({ name, data }) => {
    if (name === 'connection.changed') {
      printIfNew('connection', `${data.kind} ${neededUpdate(data)}`, () => connectionLine(data));
      if (data.kind === 'unauthorised' || data.kind === 'revoked') sessionEnded();
    }
    if (name === 'bindings.changed') {
      for (const binding of data.filter(({ paused }: Binding) => !paused)) {
        printIfNew(binding.id, binding.status.kind, () => folderLine(binding));
      }
    }
    if (name === 'transfers.changed') {
      for (const transfer of data.changed) {
        printIfNew(transfer.id, transfer.state.kind, () => transferLine(transfer));
      }
    }
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

const noDesktop: AppActions = {
  chooseFolder: async () => null,
  chooseSavePath: async () => null,
  startDrag: () => {},
  downloadsFolder: () => null,
  copyText: () => {
    throw new Error(headlessText.noClipboard);
  },
  showInFolder: () => {
    throw new Error(headlessText.noFileManager);
  },
  openInBrowser: async () => false,
  // Nobody watches this machine; people see news on their own screens.
  notify: () => {},
};
