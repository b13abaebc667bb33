import fc from 'fast-check';

/** The seed of all cases, and how many of them: `npm run test:faults` takes a million. */
export const fuzzSeed = Number(process.env.FUZZ_SEED ?? 20_261_128);
export const fuzzCases = (few: number): number => Math.ceil(few * Number(process.env.FUZZ_FACTOR ?? 1));

/** No case may keep the thread that answers requests busy for longer, in milliseconds of processor time. */
const longestMilliseconds = 1_000;

/** Finding a smaller case that fails too may take this long, in milliseconds. */
const shrinkingMilliseconds = 20_000;

/** Runs `check` with so many cases. Throws with the smallest case that fails, and how to run it again. */
export async function fuzz<Case>(
  name: string,
  arbitrary: fc.Arbitrary<Case>,
  cases: number,
  check: (one: Case) => unknown,
): Promise<number> {
  let firstFailure: number | undefined;
  const timed = async (one: Case) => {
    if (firstFailure !== undefined && performance.now() - firstFailure > shrinkingMilliseconds) return;
    try {
      const begun = process.threadCpuUsage();
      await check(one);
      const { user, system } = process.threadCpuUsage(begun);
      const milliseconds = (user + system) / 1000;
      if (milliseconds > longestMilliseconds) throw new Error(`It took ${Math.round(milliseconds)} ms.`);
    } catch (error) {
      firstFailure ??= performance.now();
      throw error;
    }
  };
  const result = await fc.check(fc.asyncProperty(arbitrary, timed), { numRuns: cases, seed: seedOf(name) });
  if (!result.failed) return result.numRuns;
  const [example] = result.counterexample ?? [];
  const error = result.errorInstance as Error;
  throw new Error(
    `${name}: ${error?.message ?? 'failed'}\nwith ${show(example)}\n` +
      `Again: FUZZ_SEED=${fuzzSeed} FUZZ_FACTOR=${process.env.FUZZ_FACTOR ?? 1} npx vitest run tests/integration/fuzz`,
    { cause: error },
  );
}

/** Everything that is fuzzed gets cases of its own. */
function seedOf(name: string): number {
  return [...name].reduce((seed, letter) => (seed * 31 + (letter.codePointAt(0) ?? 0)) | 0, fuzzSeed);
}

function show(example: unknown): string {
  const text = Buffer.isBuffer(example) ? example.toString('hex') : fc.stringify(example);
  return text.length > 3000 ? `${text.slice(0, 3000)}… (${text.length})` : text;
}
