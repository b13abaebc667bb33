import { constants, type FSWatcher, watch } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { describeIssue } from '../../client/common/describe-issue.ts';
import type { Log } from '../../client/common/log.ts';
import type { Clock } from '../../common/clock.ts';
import { coalesce } from '../../common/coalesce.ts';
import type { Answer } from '../../protocol/ipc/bridge.ts';
import { localText } from '../text/local.ts';
import { readJson } from './http-endpoint.ts';
import { createKeptAnswers, type KeptAnswers } from './kept-answers.ts';
import { type AnswerLocal, mostRequestBytes } from './request.ts';
import { isSameToken } from './token.ts';

/** A file that is not JSON yet may still be written by a program that doesn't rename. */
const tornMilliseconds = 2_000;
/** Answers that nobody fetched are removed after this. */
const unfetchedMilliseconds = 10 * 60_000;
/** A program that still holds an answer open keeps it from being replaced, on Windows. */
const retries = 5;
const retryMilliseconds = 40;
const mostAtOnce = 100;

/**
 * A request in a file. `keep`: its answer is kept up to date for a minute, and has the `tag` of the last request for it.
 */
const envelopeSchema = z.strictObject({
  token: z.string().max(200),
  client: z.string().trim().min(1).max(64).optional(),
  keep: z.boolean().default(false),
  tag: z.string().max(64).default(''),
  request: z.unknown(),
});

export type RequestFolder = Pick<KeptAnswers, 'refresh' | 'clients'> & { stop(): Promise<void> };

export type RequestFolderParts = {
  /** Only this user can read it. */
  folder: string;
  token: string;
  answer: AnswerLocal;
  /** The programs whose answers are kept up to date, or their requests, have changed. */
  onKept(requests: readonly unknown[]): void;
  clock: Clock;
  log: Log;
};

/**
 * For programs without sockets: each puts a request into `requests/NAME.json`, by renaming it there, and finds its answer in
 * `answers/NAME.json`.
 */
export async function openRequestFolder(parts: RequestFolderParts): Promise<RequestFolder> {
  const { folder, token, answer, clock, log } = parts;
  const [requests, answers] = [join(folder, 'requests'), join(folder, 'answers')];
  for (const one of [requests, answers]) {
    // Requests of an earlier run have an earlier token.
    await rm(one, { recursive: true, force: true });
    await mkdir(one, { recursive: true, mode: 0o700 });
  }
  let isStopped = false;
  let stopLooking: (() => void) | null = null;
  const kept = createKeptAnswers({ ...parts, write: writeAnswer, remove: removeAnswer });

  async function writeAnswer(name: string, content: object): Promise<void> {
    if (isStopped) return;
    const [target, next] = [join(answers, name), join(answers, `${name}.new`)];
    try {
      await writeFile(next, JSON.stringify(content), { mode: 0o600 });
      await replaceFile(next, target, clock);
    } catch (error) {
      if (!isStopped) log.warn({ error: String(error) }, 'A local answer could not be written');
    }
  }

  async function removeAnswer(name: string): Promise<void> {
    await rm(join(answers, name), { force: true });
  }

  /** Reads one request and takes it away; its answer follows. */
  async function take(name: string): Promise<void> {
    const path = join(requests, name);
    const read = await readRequest(path, clock);
    if (read === 'gone') return;
    if (read === 'torn') return lookAgain();
    await rm(path, { force: true });
    // Its answer may take as long as the network does, and the next request doesn't wait for it.
    void answerTo(name, read);
  }

  async function answerTo(name: string, read: 'too-large' | { content: unknown }): Promise<void> {
    const refuse = (kind: 'too-large' | 'invalid' | 'unauthorised' | 'rate-limited', message: string) =>
      writeAnswer(name, { answer: { ok: false, kind, message } satisfies Answer<object> });
    if (read === 'too-large') return refuse('too-large', localText.tooLarge);
    if (read.content === undefined) return refuse('invalid', localText.notJson);
    const envelope = envelopeSchema.safeParse(read.content);
    if (!envelope.success) return refuse('invalid', describeIssue(envelope.error));
    if (!isSameToken(envelope.data.token, token)) return refuse('unauthorised', localText.wrongToken);
    const { keep, tag, client = null, request } = envelope.data;
    if (!keep) return writeAnswer(name, { answer: await answer(request) });
    if (!(await kept.keep(name, { client, tag, request })))
      return refuse('rate-limited', localText.tooManyKept);
  }

  const look = coalesce(async () => {
    if (isStopped) return;
    const entries = await readdir(requests, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile() && isName(entry.name)).map(({ name }) => name);
    for (const name of names.slice(0, mostAtOnce)) await take(name);
    if (names.length > mostAtOnce) lookAgain();
    await removeUnfetched(answers, kept.names(), clock);
  });

  function lookNow(): void {
    look().catch((error: unknown) => {
      if (!isStopped) log.warn({ error: String(error) }, 'Local requests could not be read');
    });
  }

  function lookAgain(): void {
    stopLooking ??= clock.later(tornMilliseconds / 4, () => {
      stopLooking = null;
      lookNow();
    });
  }

  const watcher = watchFolder(requests, lookNow, log);
  lookNow();

  return {
    refresh: kept.refresh,
    clients: kept.clients,
    async stop() {
      isStopped = true;
      watcher.close();
      stopLooking?.();
      kept.stop();
      await look();
      await Promise.all([requests, answers].map((one) => rm(one, removed)));
    },
  };
}

/** An answer that was being written when the way in was closed may still arrive. */
const removed = { recursive: true, force: true, maxRetries: 5, retryDelay: 20 };

const isName = (name: string) => /^[A-Za-z0-9_-]{1,64}\.json$/.test(name);

function watchFolder(folder: string, onChange: () => void, log: Log): FSWatcher {
  const watcher = watch(folder, onChange);
  watcher.on('error', (error) =>
    log.warn({ error: String(error) }, 'Local requests are not watched any more'),
  );
  return watcher;
}

/** `torn`: it isn't whole yet. `gone`: its program took it away, or it is no file of its own. */
async function readRequest(
  path: string,
  clock: Clock,
): Promise<'gone' | 'torn' | 'too-large' | { content: unknown }> {
  try {
    // A link could lead to a file of somebody else's.
    await using file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    const { size, mtimeMs } = await file.stat();
    if (size > mostRequestBytes) return 'too-large';
    const content = readJson(await file.readFile('utf8'));
    return content === undefined && clock.now() - mtimeMs < tornMilliseconds ? 'torn' : { content };
  } catch {
    return 'gone';
  }
}

async function replaceFile(from: string, to: string, clock: Clock): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (tries === retries || process.platform !== 'win32') throw error;
      await new Promise<void>((resolve) => clock.later(retryMilliseconds, resolve));
    }
  }
}

async function removeUnfetched(folder: string, kept: ReadonlySet<string>, clock: Clock): Promise<void> {
  for (const name of await readdir(folder)) {
    if (kept.has(name)) continue;
    const found = await stat(join(folder, name)).catch(() => null);
    if (found && clock.now() - found.mtimeMs > unfetchedMilliseconds)
      await rm(join(folder, name), { force: true });
  }
}
