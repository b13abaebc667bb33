import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerRound,
  type BlindAnswer,
  type BlindTest,
  chanceOfAtLeast,
  type Question,
  resultOf,
  reveal,
  sideBehind,
  startBlindTest,
} from '../../renderer/features/compare/blind-test.ts';
import { compareText } from '../../renderer/text/compare.ts';

/** A random source with a seed, so that a test can be repeated. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Answers each round by a listener who sees the hidden order. */
function run(
  question: Question,
  rounds: number,
  listen: (test: BlindTest, round: number) => BlindAnswer,
  random = seeded(1),
): BlindTest {
  let test = startBlindTest(question, random);
  for (let round = 0; round < rounds; round++) test = answerRound(test, listen(test, round), random);
  return test;
}

const right = (test: BlindTest) => (sideBehind(test, 'x') === 'a' ? 'x' : 'y');
const wrong = (test: BlindTest) => (right(test) === 'x' ? 'y' : 'x');

describe('a blind test', () => {
  it('is shuffled in each round, and the same for the same chance', () => {
    const orders = (seed: number) => run('better', 40, () => 'x', seeded(seed)).rounds.map(({ x }) => x);
    expect(orders(7)).toEqual(orders(7));
    const a = orders(7).filter((x) => x === 'a').length;
    expect(a).toBeGreaterThan(8);
    expect(a).toBeLessThan(32);
  });

  it('ends when it is revealed: later answers don’t count', () => {
    const test = reveal(run('which-is-a', 5, right));
    expect(answerRound(test, 'x', seeded(3))).toBe(test);
    expect(reveal(startBlindTest('better', seeded(1))).isRevealed).toBe(false);
  });

  it('says that 8 of 10 right is more than a guess, and 7 of 10 is not', () => {
    const eight = resultOf(run('which-is-a', 10, (test, round) => (round < 8 ? right(test) : wrong(test))));
    expect(eight).toMatchObject({ a: 8, b: 2, verdict: { kind: 'heard' } });
    expect(eight.chance).toBeCloseTo(56 / 1024);
    const seven = resultOf(run('which-is-a', 10, (test, round) => (round < 7 ? right(test) : wrong(test))));
    expect(seven.verdict.kind).toBe('guess');
    const { blind } = compareText;
    expect(blind.result('which-is-a', eight, { a: 'v2', b: 'v3' })).toBe(
      '8 of 10 right: you can tell them apart (a guess would do this 5 times in 100).',
    );
    expect(blind.result('which-is-a', seven, { a: 'v2', b: 'v3' })).toBe(
      '7 of 10 right: no better than guessing (a guess would do this 17 times in 100).',
    );
    const even = { ...seven, a: 4, b: 3, chance: 1 };
    expect(blind.result('better', even, { a: 'v2', b: 'v3' })).toBe(
      'You chose v2 in 4 of 7 rounds: no clear preference.',
    );
  });

  it('counts a clear preference either way, and leaves out rounds without one', () => {
    const result = resultOf(
      run('better', 12, (test, round) => (round < 2 ? 'undecided' : round < 11 ? wrong(test) : right(test))),
    );
    expect(result).toMatchObject({ rounds: 12, undecided: 2, a: 1, b: 9, verdict: { kind: 'heard' } });
    expect(result.chance).toBeCloseTo(22 / 1024);
    expect(compareText.blind.result('better', result, { a: 'v2', b: 'v3 · louder' })).toBe(
      'You chose v3 · louder in 9 of 10 rounds: a clear preference (a guess would do this 2 times in 100). 2 rounds without a choice.',
    );
  });

  it('admits that a few rounds say nothing, even if all are right', () => {
    const result = resultOf(run('which-is-a', 3, right));
    expect(result.verdict).toEqual({ kind: 'too-few', needed: 5 });
    expect(compareText.blind.result('which-is-a', result, { a: 'v2', b: 'v3' })).toBe(
      '3 of 3 right: too few rounds to tell. Do at least 5.',
    );
    expect(resultOf(run('which-is-a', 5, right)).verdict.kind).toBe('heard');
    expect(resultOf(run('better', 5, right)).verdict).toEqual({ kind: 'too-few', needed: 6 });
  });

  it('believes at most 6 of 100 listeners who only guess', () => {
    const random = seeded(11);
    let believed = 0;
    for (let listener = 0; listener < 2000; listener++) {
      const guess = run('which-is-a', 10, () => (random() < 0.5 ? 'x' : 'y'), random);
      if (resultOf(guess).verdict.kind === 'heard') believed += 1;
    }
    expect(believed / 2000).toBeLessThan(0.07);
  });
});

describe('the chance of a guess', () => {
  it('is that of a fair coin', () => {
    expect(chanceOfAtLeast(10, 10)).toBeCloseTo(1 / 1024);
    expect(chanceOfAtLeast(0, 10)).toBeCloseTo(1);
    expect(chanceOfAtLeast(0, 0)).toBe(1);
  });

  it('falls with each hit, and both directions together are certain', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(40), (rounds, some) => {
        const hits = Math.min(some, rounds);
        expect(chanceOfAtLeast(hits, rounds)).toBeGreaterThan(chanceOfAtLeast(hits + 1, rounds));
        expect(chanceOfAtLeast(hits, rounds) + chanceOfAtLeast(rounds - hits + 1, rounds)).toBeCloseTo(1, 8);
      }),
    );
  });
});
