import { useEffect, useState } from 'react';
import { systemEnvironment } from '../../../common/environment.ts';
import type { Side } from '../player/port.ts';
import { useListening } from '../player/port.tsx';
import {
  answerRound,
  type BlindAnswer,
  type BlindTest,
  type Question,
  reveal,
  sideBehind,
  startBlindTest,
} from './blind-test.ts';
import type { Comparison } from './use-comparison.ts';

/** A blind test of the two versions. While it runs, nothing in the window may show which one is heard. */
export function useBlindTest(
  { hear, setMatched }: Pick<Comparison, 'hear' | 'setMatched'>,
  random: () => number = systemEnvironment.random,
) {
  const [test, setTest] = useState<BlindTest | null>(null);
  const { blind } = useListening();
  const isBlind = test !== null && !test.isRevealed;
  useEffect(() => {
    blind.change(() => isBlind);
    return () => blind.change(() => false);
  }, [blind, isBlind]);

  /** Every round begins with X, so that the side that happens to be heard gives nothing away. */
  const go = (next: BlindTest) => {
    setTest(next);
    if (!next.isRevealed) hear(sideBehind(next, 'x'));
  };
  return {
    test,
    isBlind,
    /** The side in the place of A or B: the hidden one in a test. */
    sideOf: (place: Side): Side => (isBlind ? sideBehind(test, place === 'a' ? 'x' : 'y') : place),
    start(question: Question) {
      // Louder sounds better, so a test at other levels would only find that.
      setMatched(true);
      go(startBlindTest(question, random));
    },
    answer(answer: BlindAnswer) {
      if (isBlind) go(answerRound(test, answer, random));
    },
    reveal() {
      if (test) go(reveal(test));
    },
    end: () => setTest(null),
  };
}

export type Blind = ReturnType<typeof useBlindTest>;
