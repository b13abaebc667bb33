import type { MemberName } from './band.ts';
import type { Chance } from './chance.ts';
import type { Plan } from './plan.ts';
import type { Schedule } from './schedule.ts';
import type { Tally } from './tally.ts';
import type { Trace } from './trace.ts';

/** The network between the members and the server. */
export type Network = {
  /**
   * Delivers one piece to the other end: never, once, or twice, after any time. `lost` is called at once if it is lost.
   * Only a cut loses, doubles or delays `isSteady` pieces.
   */
  carry(piece: Piece): void;
  isCut(name: MemberName): boolean;
  /** From now on nothing passes between that member and the server. */
  cut(name: MemberName): void;
  mend(name: MemberName): void;
  /** From now on everything arrives, soon and once. */
  heal(): void;
  /** How long a piece travels if it is neither lost nor late. */
  delay(): number;
};

export type Piece = {
  member: MemberName;
  /** For the trace. */
  what: string;
  deliver(): void;
  lost?(): void;
  isSteady?: boolean;
};

const latest = 90_000;

export function createNetwork(parts: {
  plan: Plan;
  chance: Chance;
  schedule: Schedule;
  trace: Trace;
  tally: Tally;
}): Network {
  const { plan, chance, schedule, trace, tally } = parts;
  const cut = new Set<MemberName>();
  let isHealed = false;

  const delay = () =>
    isHealed
      ? chance.between(5, 50)
      : chance.between(plan.delay.least, Math.max(plan.delay.least, plan.delay.most));

  function lose({ member, what, lost }: Piece): void {
    tally.drops += 1;
    trace.write(`${member} ✗ ${what}`);
    lost?.();
  }

  function send(piece: Piece, milliseconds: number): void {
    schedule.after(milliseconds, () => {
      if (cut.has(piece.member)) lose(piece);
      else piece.deliver();
    });
  }

  return {
    delay,
    carry(piece) {
      if (cut.has(piece.member)) return lose(piece);
      const isWild = !isHealed && !piece.isSteady;
      if (isWild && chance.is(plan.loss)) return lose(piece);
      const isLate = isWild && chance.is(plan.lateness);
      if (isLate) tally.latePieces += 1;
      send(piece, isLate ? chance.between(1_000, latest) : delay());
      if (isWild && chance.is(plan.duplication)) {
        tally.duplicates += 1;
        trace.write(`${piece.member} ×2 ${piece.what}`);
        send({ ...piece, lost: () => {} }, chance.between(1, chance.is(0.2) ? latest : 2_000));
      }
    },
    isCut: (name) => cut.has(name),
    cut(name) {
      cut.add(name);
      tally.partitions += 1;
      trace.write(`${name} is cut off`);
    },
    mend(name) {
      if (cut.delete(name)) trace.write(`${name} is reached again`);
    },
    heal() {
      isHealed = true;
      cut.clear();
    },
  };
}
