import type { Clock } from '../../common/clock.ts';
import type { AnswerLocal } from './request.ts';

/** A program asks again within this time to keep its answer up to date. */
export const keptMilliseconds = 60_000;
const mostKept = 20;

type Asked = { client: string | null; tag: string; request: unknown };
type Kept = Asked & { content: string; renewals: number; stop(): void };

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

  function end(name: string): void {
    kept.get(name)?.stop();
    kept.delete(name);
    void parts.remove(name);
    report();
  }

  /** `renewals` shows the program that the app is still there, also if nothing else changes. */
  async function write(name: string, one: Kept, isRenewal: boolean): Promise<void> {
    const answer = await parts.answer(one.request);
    const content = JSON.stringify(answer);
    if (kept.get(name) !== one || (!isRenewal && content === one.content)) return;
    one.content = content;
    await parts.write(name, { renewals: one.renewals, tag: one.tag, answer });
  }

  return {
    async keep(name, asked) {
      const known = kept.get(name);
      if (!known && kept.size >= mostKept) return false;
      known?.stop();
      const stop = parts.clock.later(keptMilliseconds, () => end(name));
      const one = { ...asked, content: '', renewals: (known?.renewals ?? 0) + 1, stop };
      kept.set(name, one);
      report();
      await write(name, one, true);
      return true;
    },
    async refresh() {
      await Promise.all([...kept].map(([name, one]) => write(name, one, false)));
    },
    names: () => new Set(kept.keys()),
    clients: () => new Set([...kept.values()].flatMap(({ client }) => client ?? [])),
    stop() {
      for (const { stop } of kept.values()) stop();
      kept.clear();
    },
  };
}
