import { expect, test } from 'vitest';
import { fuzzCases } from '../../fuzz/fuzz.ts';
import { parsers } from '../../fuzz/parsers.ts';

test.each(parsers)('whatever it is given, nothing that reads %s fails or takes long', async (_what, run) => {
  const cases = fuzzCases(400);
  expect(await run(cases)).toBe(cases);
});
