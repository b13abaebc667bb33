import { setTimeout as wait } from 'node:timers/promises';
import type { Bandmate } from '../../../protocol/wire/chat.ts';
import type { TestUser } from '../../helpers/server.ts';
import type { Servers } from './servers.ts';

/** The longest time for which a node may show somebody wrongly. */
export const presenceMilliseconds = 40_000;

/** Asks each node all the time who is online, and compares that with who really has a connection. */
export type PresenceWatch = {
  /** Findings since the last call. */
  takeWrong(): string[];
  /** Resolves once every node that answers shows everybody rightly, or after that time. */
  settle(milliseconds?: number): Promise<void>;
  /** The longest time for which something was wrong. */
  longest(): number;
  stop(): Promise<void>;
};

const pauseMilliseconds = 500;
const answerMilliseconds = 3_000;

export function watchPresence(parts: {
  servers: Pick<Servers, 'urls'>;
  /** People who share a project with all others. */
  askers: readonly TestUser[];
  /** Null: nobody knows at the moment. */
  isConnected(userId: string): boolean | null;
  longestMilliseconds?: number;
}): PresenceWatch {
  const { servers, askers, isConnected, longestMilliseconds = presenceMilliseconds } = parts;
  /** By node and person, since when it is wrong. */
  const wrongSince = new Map<string, number>();
  const reported = new Set<string>();
  let wrong: string[] = [];
  let longest = 0;
  let isStopped = false;
  let rounds = 0;

  async function ask(url: string, asker: TestUser): Promise<void> {
    const answer = await fetch(`${url}/api/presence`, {
      headers: { cookie: asker.cookie },
      signal: AbortSignal.timeout(answerMilliseconds),
    });
    if (answer.status === 401) wrong.push(`${url} does not know ${asker.account.name} any more`);
    if (answer.status !== 200) return;
    const people = (await answer.json()) as Bandmate[];
    for (const { userId, name, isOnline } of people)
      compare(`${name} on ${url}`, isOnline, isConnected(userId));
  }

  function compare(what: string, isOnline: boolean, truth: boolean | null): void {
    if (truth === null) return;
    const now = performance.now();
    const since = wrongSince.get(what);
    if (isOnline === truth) {
      wrongSince.delete(what);
      reported.delete(what);
      return;
    }
    if (since === undefined) return void wrongSince.set(what, now);
    longest = Math.max(longest, now - since);
    if (now - since < longestMilliseconds || reported.has(what)) return;
    reported.add(what);
    wrong.push(
      `${what} was shown as ${isOnline ? 'online' : 'offline'} for more than ${longestMilliseconds / 1000} s`,
    );
  }

  /** A node that is gone shows nothing to anybody. */
  function forgetDead(urls: readonly string[]): void {
    for (const what of wrongSince.keys()) {
      if (!urls.some((url) => what.endsWith(` on ${url}`))) wrongSince.delete(what);
    }
  }

  const running = (async () => {
    while (!isStopped) {
      const urls = servers.urls();
      forgetDead(urls);
      await Promise.all(urls.flatMap((url) => askers.map((asker) => ask(url, asker).catch(() => undefined))));
      rounds += 1;
      await wait(pauseMilliseconds);
    }
  })();

  return {
    takeWrong() {
      const taken = wrong;
      wrong = [];
      return taken;
    },
    async settle(milliseconds = presenceMilliseconds + 2 * answerMilliseconds) {
      const begun = performance.now();
      const first = rounds;
      while (rounds < first + 2 || wrongSince.size > 0) {
        if (performance.now() - begun > milliseconds) return;
        await wait(100);
      }
    },
    longest: () => longest,
    async stop() {
      isStopped = true;
      await running;
    },
  };
}
