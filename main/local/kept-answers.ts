import type { Clock } from '../../common/clock.ts';
import { coalesce } from '../../common/coalesce.ts';
import type { AnswerLocal } from './request.ts';

/** A program asks again within this time to keep its answer up to date. */
const keptMilliseconds = 60_000;
const mostKept = 20;

type Asked = { client: string | null; tag: string; request: unknown };
type Kept = Asked & {
  /** How often it was asked for, which shows the program that the app is still there. */
  renewals: number;
  stopTimer(): void;
  /** Writes the answer if it has changed. One look at a time, so that no older answer replaces a newer one. */
  look(): Promise<void>;
};

/** Answers that are written again whenever they change. */
export type KeptAnswers = {
  /** Begins, or renews; false if there are too many. */
  keep(name: string, asked: Asked): Promise<boolean>;
  /** The content of the answers may have changed. */
  refresh(): Promise<void>;
  names(): ReadonlySet<string>;
  /** The names that the programs gave themselves. */
  clients(): ReadonlySet<string>;
  stop(): void;
};

export function createKeptAnswers(parts: {
  answer: AnswerLocal;
  write(name: string, content: object): Promise<void>;
  remove(name: string): Promise<void>;
  onKept(requests: readonly unknown[]): void;
  clock: Clock;
}): KeptAnswers {
  const kept = new Map<string, Kept>();
  const report = () => parts.onKept([...kept.values()].map(({ request }) => request));

  function create(name: string, asked: Asked): Kept {
    let written = '';
    const one: Kept = {
      ...asked,
      ...{ renewals: 0, stopTimer() {} },
      look: coalesce(async () => {
        const { tag, renewals, request } = one;
        const content = { renewals, tag, answer: await parts.answer(request) };
        const text = JSON.stringify(content);
        if (kept.get(name) !== one || text === written) return;
        written = text;
        await parts.write(name, content);
      }),
    };
    kept.set(name, one);
    return one;
  }

  function end(name: string): void {
    kept.get(name)?.stopTimer();
    kept.delete(name);
    void parts.remove(name);
    report();
  }

  return {
    async keep(name, asked) {
      const known = kept.get(name);
      if (!known && kept.size >= mostKept) return false;
      const one = known ?? create(name, asked);
      Object.assign(one, asked);
      one.renewals += 1;
      one.stopTimer();
      one.stopTimer = parts.clock.later(keptMilliseconds, () => end(name));
      report();
      await one.look();
      return true;
    },
    async refresh() {
      await Promise.all([...kept.values()].map((one) => one.look()));
    },
    names: () => new Set(kept.keys()),
    clients: () => new Set([...kept.values()].flatMap(({ client }) => client ?? [])),
    stop() {
      for (const { stopTimer } of kept.values()) stopTimer();
      kept.clear();
    },
  };
}
