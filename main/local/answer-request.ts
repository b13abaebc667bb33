import { done, type Handlers } from '../../client/account/handlers/handlers.ts';
import { describeIssue } from '../../client/common/describe-issue.ts';
import type { Log } from '../../client/common/log.ts';
import type { Environment } from '../../common/environment.ts';
import { mentionedIds } from '../../common/mentions.ts';
import type { Answer } from '../../protocol/ipc/bridge.ts';
import type { ShownSong } from '../../protocol/ipc/local-channels.ts';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import type { AccountRuntime } from '../runtime/account.ts';
import { localText } from '../text/local.ts';
import { createDifferences } from './differences.ts';
import { readPoints } from './points.ts';
import { type AnswerLocal, type LocalRequest, requestSchema } from './request.ts';
import { describeSong, findSong, listSongs, shownProject } from './songs.ts';

/** The version of requests and answers: a field may be added, but none changes its meaning. */
export const localVersion = 1;

const mostChangesAMinute = 120;

export type AnswerDependencies = {
  version: string;
  account(): AccountRuntime | null;
  /** The way of every change: the outbox on disk first, so a comment made offline is sent later. */
  runCommand: Handlers['commands.run'];
  readProject: Handlers['projects.read'];
  showing(): ShownSong | null;
  open(target: OpenTarget): void;
  /** A difference that was not ready may be ready now. */
  onLater(): void;
  environment: Environment;
  log: Log;
};

type Run<Do extends LocalRequest['do']> = (
  request: Extract<LocalRequest, { do: Do }>,
  account: AccountRuntime,
) => Promise<Answer<object>>;

/** Answers the requests of other programs, however they came: what a request does is only here. */
export function createAnswer(dependencies: AnswerDependencies): { answer: AnswerLocal; stop(): void } {
  const { environment, log } = dependencies;
  const runs = createRuns(dependencies);
  const takeTurn = createTurns(environment);

  async function answer(request: unknown): Promise<Answer<object>> {
    const parsed = requestSchema.safeParse(request);
    if (!parsed.success) return { ok: false, kind: 'invalid', message: describeIssue(parsed.error) };
    const account = dependencies.account();
    if (!account) return { ok: false, kind: 'signed-out', message: localText.signedOut };
    const isChange = /^(comment|resolve|reopen)$/.test(parsed.data.do);
    if (isChange && !takeTurn()) return { ok: false, kind: 'rate-limited', message: localText.tooMany };
    try {
      return await (runs[parsed.data.do] as Run<LocalRequest['do']>)(parsed.data, account);
    } catch (error) {
      log.error({ error: error instanceof Error ? error.stack : String(error) }, 'A local request failed');
      return { ok: false, kind: 'internal', message: localText.failed };
    }
  }

  return { answer, stop: runs.stop };
}

function createRuns(
  dependencies: AnswerDependencies,
): { [Do in LocalRequest['do']]: Run<Do> } & { stop(): void } {
  const { runCommand, readProject, showing, open, environment } = dependencies;
  let differences: { account: AccountRuntime; reader: ReturnType<typeof createDifferences> } | null = null;

  function differencesOf(account: AccountRuntime) {
    if (differences?.account !== account) {
      differences?.reader.stop();
      const reader = createDifferences(account.media, environment.clock, dependencies.onLater);
      differences = { account, reader };
    }
    return differences.reader.read;
  }

  async function change(kind: string, payload: object): Promise<Answer<object>> {
    const answer = await runCommand({ kind, payload });
    return answer.ok ? done({ state: answer.data.state === 'confirmed' ? 'sent' : 'kept' }) : answer;
  }

  return {
    stop: () => differences?.reader.stop(),
    hello: async (_request, { account, serverUrl, connection }) =>
      done({
        ...{ app: 'BandMate', appVersion: dependencies.version, version: localVersion },
        account: { id: account.id, name: account.name, server: serverUrl },
        isOnline: connection.current().kind === 'online',
      }),
    projects: async (_request, { cache }) =>
      done({ projects: cache.listProjects().map(({ id, name }) => ({ id, name })) }),
    async songs({ project }, account) {
      if (!account.cache.listProjects().some(({ id }) => id === project)) return noProject;
      const read = await readProject({ id: project });
      return read.ok ? done({ songs: listSongs(shownProject(account, project) ?? read.data) }) : read;
    },
    async current(_request, account) {
      const shown = showing();
      const found = shown && findSong(account, shown.cutId);
      return done({
        song: found ? describeSong(found.cut, found.project) : null,
        version: found ? (shown?.fileId ?? null) : null,
      });
    },
    async points({ since, ...query }, account) {
      const answer = await readPoints(account, query, differencesOf(account));
      if (!answer.ok || since !== answer.data.revision) return answer;
      return done({ revision: since, unchanged: true });
    },
    async comment({ comment, song, version, seconds, endSeconds, text }, account) {
      const found = findSong(account, song);
      if (!found) return { ok: false, kind: 'not-found', message: localText.noSong };
      if (endSeconds !== undefined && endSeconds <= seconds)
        return { ok: false, kind: 'invalid', message: localText.endsBeforeStart };
      const { versions } = describeSong(found.cut, found.project);
      const fileId = version ?? versions.at(-1)?.id ?? null;
      if (version !== undefined && !versions.some(({ id }) => id === version))
        return { ok: false, kind: 'not-found', message: localText.noVersion };
      if (projectOfComment(account, comment) !== undefined) return done({ state: 'known' });
      const people = found.project.members.map(({ user }) => user);
      const mentions = mentionedIds(text, people);
      return change('comment.create', {
        ...{ id: comment, cutId: found.cut.id, fileId, timestamp: seconds, text },
        ...(endSeconds !== undefined && { endTimestamp: endSeconds }),
        ...(mentions.length > 0 && { mentions }),
      });
    },
    async resolve({ point }, account) {
      if (projectOfComment(account, point) === undefined) return noPoint;
      return change('comment.resolve', { id: point });
    },
    async reopen({ point }, account) {
      if (projectOfComment(account, point) === undefined) return noPoint;
      return change('comment.reopen', { id: point });
    },
    async show({ song, point }, account) {
      const found = findSong(account, song);
      if (!found) return { ok: false, kind: 'not-found', message: localText.noSong };
      const link = { projectId: found.project.id, vibeId: found.cut.vibeId, cutId: found.cut.id };
      open({ kind: 'place', link: point === undefined ? link : { ...link, commentId: point } });
      return done({});
    },
  };
}

const noProject = { ok: false, kind: 'not-found', message: localText.noProject } as const;
const noPoint = { ok: false, kind: 'not-found', message: localText.noPoint } as const;

function projectOfComment({ cache, outbox }: AccountRuntime, id: string): string | undefined {
  return cache.findProjectOf(id) ?? outbox.projectOf(id);
}

/** Whether one more change fits into the last minute. */
function createTurns({ clock }: Pick<Environment, 'clock'>): () => boolean {
  let times: number[] = [];
  return () => {
    const now = clock.monotonic();
    times = times.filter((time) => now - time < 60_000);
    if (times.length >= mostChangesAMinute) return false;
    times.push(now);
    return true;
  };
}
