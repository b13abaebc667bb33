import type { Side } from '../player/port.ts';

/** `better`: the user chooses the one they prefer. `which-is-a`: they say which of the two is A. */
export type Question = 'better' | 'which-is-a';

/** The hidden sides are X and Y. `undecided`: the user hears no difference, which only `better` allows. */
export type BlindAnswer = 'x' | 'y' | 'undecided';

/**
 * A blind test: `x` is the side behind X in the present round. The result stays hidden until it is revealed, and revealing
 * ends the test: to stop at a lucky moment would make a guess look like hearing.
 */
export type BlindTest = {
  question: Question;
  x: Side;
  rounds: readonly { x: Side; answer: BlindAnswer }[];
  isRevealed: boolean;
};

/** `random` is at least 0 and less than 1. */
type Random = () => number;

const shuffled = (random: Random): Side => (random() < 0.5 ? 'a' : 'b');

export function startBlindTest(question: Question, random: Random): BlindTest {
  return { question, x: shuffled(random), rounds: [], isRevealed: false };
}

/** Notes the answer, and shuffles the sides for the next round. */
export function answerRound(test: BlindTest, answer: BlindAnswer, random: Random): BlindTest {
  if (test.isRevealed) return test;
  return { ...test, x: shuffled(random), rounds: [...test.rounds, { x: test.x, answer }] };
}

export function reveal(test: BlindTest): BlindTest {
  return test.rounds.length === 0 ? test : { ...test, isRevealed: true };
}

/** The side behind X or Y. */
export function sideBehind({ x }: Pick<BlindTest, 'x'>, name: 'x' | 'y'): Side {
  return (name === 'x') === (x === 'a') ? 'a' : 'b';
}

/**
 * `chosen` counts the rounds in which A was chosen (as the better one, or as A rightly: then `b` counts the wrong ones).
 * `chance` is the probability that guessing gives a result that is as clear or clearer; `verdict` says whether that is
 * unlikely enough. `too-few`: even a perfect result could be luck; `needed` rounds at least.
 */
export type BlindResult = {
  rounds: number;
  undecided: number;
  a: number;
  b: number;
  chance: number;
  verdict: { kind: 'heard' } | { kind: 'guess' } | { kind: 'too-few'; needed: number };
};

/** A result that guessing gives at most 5 times in 100, rounded, counts. */
const unlikely = 0.055;

export function resultOf({ question, rounds }: BlindTest): BlindResult {
  const decided = rounds.filter(({ answer }) => answer !== 'undecided');
  const a = decided.filter(
    (round) => round.answer !== 'undecided' && sideBehind(round, round.answer) === 'a',
  ).length;
  const b = decided.length - a;
  // Either one may turn out to be the favourite, so that both directions count; only one direction is right.
  const directions = question === 'better' ? 2 : 1;
  const best = question === 'better' ? Math.max(a, b) : a;
  const chance = Math.min(1, directions * chanceOfAtLeast(best, decided.length));
  const needed = Math.ceil(Math.log2(directions / unlikely));
  return {
    rounds: rounds.length,
    undecided: rounds.length - decided.length,
    a,
    b,
    chance,
    verdict:
      decided.length < needed
        ? { kind: 'too-few', needed }
        : chance < unlikely
          ? { kind: 'heard' }
          : { kind: 'guess' },
  };
}

/** The probability that a fair coin shows heads at least `hits` times in `rounds`. */
export function chanceOfAtLeast(hits: number, rounds: number): number {
  // 1 / 2^rounds underflows only after more rounds than anybody has the patience for.
  let ways = 1;
  let sum = 0;
  for (let count = 0; count <= rounds; count++) {
    if (count >= hits) sum += ways;
    ways = (ways * (rounds - count)) / (count + 1);
  }
  return sum / 2 ** rounds;
}
