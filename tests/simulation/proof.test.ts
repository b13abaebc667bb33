import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { describeFailure, findViolation } from './run-seeds.ts';
import { variants } from './variants.ts';

/** Each was found by a quarter of these at most. */
const most = 100;

/** A harness that never finds anything proves nothing. Each of these is a bug, and none of them is in the program. */
describe('the harness finds the bug of a program that', () => {
  for (const name of Object.keys(variants)) {
    it.concurrent(name, { timeout: 900_000 }, async ({ annotate, expect: expectHere }) => {
      const found = await findViolation(name, most);
      await annotate(`seed ${found?.seed ?? 'none'}: ${found?.violations[0] ?? ''}`);
      expectHere(found?.violations.length ?? 0, `none of ${most} seeds`).toBeGreaterThan(0);
    });
  }
});

it('prints a violation with the command that replays it', async () => {
  const variant = 'applies every command again';
  const found = await findViolation(variant, most);
  if (!found) throw new Error('Nothing was found');
  const printed = describeFailure(found, variant);
  expect(printed).toContain(`node tests/simulation/replay.ts ${found.seed} '${variant}'`);
  const args = ['tests/simulation/replay.ts', String(found.seed), variant];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 });
  expect(stdout).toContain(found.traceHash);
  for (const violation of found.violations) expect(stdout).toContain(violation);
});
