import { expect, test } from 'vitest';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { createLedger } from '../../simulation/ledger.ts';

const operation = (operationId: string): PendingOperation => ({
  ...{ operationId, kind: 'vibe.delete', payload: { id: 'groove' }, projectId: 'album', createdAt: 0 },
  state: { kind: 'queued' },
});

/** A ledger that knows of one refused deletion, which ben's outbox released at 5. */
function releaseAtFive() {
  const clock = { now: 5 };
  const ledger = createLedger(() => clock.now);
  ledger.written('ben', { put: [{ rank: 1, operation: operation('deletion') }] });
  ledger.written('ben', { remove: [1] });
  return { ledger, clock, fate: () => ledger.find('deletion') };
}

test('an app that ends at the moment of a release could not tell of it, also if it wrote on', () => {
  const { ledger, fate } = releaseAtFive();
  ledger.written('ben', { put: [{ rank: 2, operation: operation('next') }] });
  ledger.ended('ben');
  expect(fate()).toMatchObject({ isHeld: false, isUntold: true });
});

test('an app that ends later, or another one, excuses nothing', () => {
  const { ledger, clock, fate } = releaseAtFive();
  ledger.ended('ana');
  clock.now += 1;
  ledger.ended('ben');
  expect(fate()).toMatchObject({ isHeld: false, isUntold: false });
});
