import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileIdentity } from '../../../main/bounces/disk/file-identity.ts';
import { defaultPipelineSettings } from '../../../main/bounces/settings.ts';
import {
  type SettleObservation,
  type SettleState,
  type SettleStep,
  settle,
} from '../../../main/bounces/settling/settle.ts';

const identity: FileIdentity = { device: '1', inode: '7', size: 1000, modified: '100' };
const quiet: Omit<SettleObservation, 'at'> = {
  identity,
  container: 'complete',
  writer: 'none',
  network: false,
  takeAsIs: false,
};

type Sight = Partial<SettleObservation> & { at: number };

/** Looks at the file several times and returns the last step. */
function look(...sights: Sight[]): SettleStep {
  let state: SettleState | null = null;
  let step: SettleStep | undefined;
  for (const sight of sights) {
    step = settle(state, { ...quiet, ...sight }, defaultPipelineSettings);
    state = step.state;
  }
  return step as SettleStep;
}

/** When the rule first holds if nothing changes and every look comes on time; null if it never does. */
function settledAfter(observation: Partial<SettleObservation>, limit = 3_600_000): number | null {
  let state: SettleState | null = null;
  for (let at = 0; at <= limit; ) {
    const step = settle(state, { ...quiet, ...observation, at }, defaultPipelineSettings);
    if (step.verdict.kind === 'settled') return at;
    if (step.verdict.kind === 'asking') return null;
    state = step.state;
    at += step.nextLook;
  }
  return null;
}

describe('the settle rule', () => {
  it.each([
    ['complete and without a writer', {}, 500],
    ['complete, and the system can’t see writers', { writer: 'unknown' }, 2_000],
    ['a format without lengths', { container: 'unknown' }, 5_000],
    [
      'a format without lengths, and the system can’t see writers',
      { container: 'unknown', writer: 'unknown' },
      5_000,
    ],
    ['incomplete, but a person wants it', { container: 'incomplete', takeAsIs: true }, 5_000],
    ['on a network volume', { network: true, writer: 'unknown' }, 30_000],
    ['incomplete', { container: 'incomplete' }, null],
    ['held open by a writer', { writer: 'open' }, null],
  ] as const)('%s: %o', (_, observation, expected) => {
    expect(settledAfter(observation)).toBe(expected);
  });
});

it('counts from the last change, whatever changed', () => {
  const changes: Partial<FileIdentity>[] = [
    { size: 1001 },
    { size: 999 },
    { modified: '101' },
    { modified: '99' },
    { inode: '8' },
    { device: '2' },
  ];
  for (const change of changes) {
    const other = { ...identity, ...change };
    expect(look({ at: 0 }, { at: 499 }, { at: 500, identity: other }).verdict).toMatchObject({
      reason: 'quiet',
    });
    expect(look({ at: 0 }, { at: 500, identity: other }, { at: 999, identity: other }).verdict.kind).toBe(
      'settling',
    );
    expect(look({ at: 0 }, { at: 500, identity: other }, { at: 1000, identity: other }).verdict.kind).toBe(
      'settled',
    );
  }
});

it('never settles while an idle writer has it open, and starts counting when it is closed', () => {
  const held = { writer: 'open' } as const;
  expect(look({ at: 0 }, { at: 60_000, ...held }).verdict).toEqual({ kind: 'settling', reason: 'writing' });
  expect(look({ at: 0 }, { at: 60_000, ...held }, { at: 60_100 }).verdict.kind).toBe('settling');
  expect(look({ at: 0 }, { at: 60_000, ...held }, { at: 60_500 }).verdict.kind).toBe('settled');
});

it('looks rarely at a writer that has been idle for long, often at an active one', () => {
  const held = { writer: 'open' } as const;
  expect(look({ at: 0 }, { at: 100, ...held }).nextLook).toBe(100);
  expect(look({ at: 0 }, { at: 600_000, ...held }).nextLook).toBe(1_000);
});

it('asks after ten minutes of an incomplete file, and stops asking when it changes', () => {
  const cut = { container: 'incomplete' } as const;
  const grown = { ...cut, identity: { ...identity, size: 2000 } };
  expect(look({ at: 0, ...cut }, { at: 10, ...cut }, { at: 599_000, ...cut }).verdict).toMatchObject({
    reason: 'incomplete',
  });
  const asking: Sight[] = [
    { at: 0, ...cut },
    { at: 10, ...cut },
    { at: 600_010, ...cut },
  ];
  expect(look(...asking).verdict.kind).toBe('asking');
  expect(look(...asking, { at: 600_500, ...grown }).verdict).toEqual({ kind: 'settling', reason: 'writing' });
  expect(look(...asking, { at: 600_500, ...cut, writer: 'open' }).verdict).toMatchObject({
    reason: 'writing',
  });
});

it('allows an early transfer only if the bytes can be trusted', () => {
  expect(look({ at: 0 }).mayTransfer).toBe(false);
  expect(look({ at: 0 }, { at: 60 })).toMatchObject({ mayTransfer: true, verdict: { kind: 'settling' } });
  expect(look({ at: 0, writer: 'unknown' }, { at: 60, writer: 'unknown' }).mayTransfer).toBe(false);
  expect(look({ at: 0, writer: 'unknown' }, { at: 500, writer: 'unknown' }).mayTransfer).toBe(true);
  expect(look({ at: 0 }, { at: 60, writer: 'open' }).mayTransfer).toBe(false);
  expect(look({ at: 0, network: true }, { at: 20_000, network: true }).mayTransfer).toBe(false);
  expect(look({ at: 0, container: 'unknown' }, { at: 4_000, container: 'unknown' }).mayTransfer).toBe(false);
});

describe('any series of looks', () => {
  const sights = fc.array(
    fc.record({
      pause: fc.integer({ min: 0, max: 40_000 }),
      identity: fc.record({
        device: fc.constantFrom('1', '2'),
        inode: fc.constantFrom('7', '8'),
        size: fc.constantFrom(1000, 2000),
        modified: fc.constantFrom('99', '100'),
      }),
      container: fc.constantFrom('complete' as const, 'incomplete' as const, 'unknown' as const),
      writer: fc.constantFrom('open' as const, 'none' as const, 'unknown' as const),
      network: fc.boolean(),
      takeAsIs: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  );

  it('settles only after the full quiet time, without a writer, and never an incomplete file', () => {
    fc.assert(
      fc.property(sights, (list) => {
        let state: SettleState | null = null;
        let at = 0;
        let lastTrouble = 0;
        let previous: FileIdentity | null = null;
        for (const { pause, ...sight } of list) {
          at += pause;
          const changed = JSON.stringify(previous) !== JSON.stringify(sight.identity);
          if (changed || sight.writer === 'open') lastTrouble = at;
          previous = sight.identity;
          const step: SettleStep = settle(state, { ...sight, at }, defaultPipelineSettings);
          state = step.state;
          expect(step.nextLook).toBeGreaterThan(0);
          if (step.mayTransfer) expect(sight.writer).not.toBe('open');
          if (step.verdict.kind !== 'settled') continue;
          expect(step.mayTransfer).toBe(true);
          expect(sight.container === 'incomplete' && !sight.takeAsIs).toBe(false);
          expect(at - lastTrouble).toBeGreaterThanOrEqual(sight.network ? 30_000 : 500);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
