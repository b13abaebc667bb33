import { expect, test } from 'vitest';
import { fuzzCases } from '../../fuzz/fuzz.ts';
import { parsers } from '../../fuzz/parsers.ts';

test.each(parsers)('reading %s never fails or takes long, whatever it is given', async (_what, run) => {
  const cases = fuzzCases(400);
  expect(await run(cases)).toBe(cases);
});
