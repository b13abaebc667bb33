import { expect, it } from 'vitest';
import { describeOutcomes, exitCodeOf, type Outcome } from '../../../../tools/packages/outcome.ts';

const built: Outcome = { name: 'app.asar', kind: 'built', path: import.meta.dirname };
const impossible: Outcome = { name: 'dmg', kind: 'impossible', why: 'it is built on macOS' };
const failed: Outcome = { name: 'deb', kind: 'failed', why: 'the disk is full' };

it('succeeds with what this machine can build, unless a package it cannot build was named', () => {
  expect(exitCodeOf([built, impossible], false)).toBe(0);
  expect(exitCodeOf([impossible], true)).toBe(1);
});

it('fails if a package that can be built was not', () => {
  expect(exitCodeOf([built, failed], false)).toBe(1);
});

it('names what was not built, and why', () => {
  const text = describeOutcomes(import.meta.dirname, [built, impossible, failed]);
  expect(text).toContain('dmg       not possible here: it is built on macOS');
  expect(text).toContain('deb       failed: the disk is full');
});
