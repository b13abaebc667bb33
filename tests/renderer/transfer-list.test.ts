import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concern, progress } from '../../protocol/ipc/lamp.ts';
import type { Transfer } from '../../protocol/ipc/transfer.ts';
import {
  changeTransfers,
  hasLabel,
  iconPlaces,
  sortTransfers,
  transferActions,
} from '../../renderer/features/transfers/transfer-list.ts';
import { everyTransfer, transfer } from '../fixtures/renderer/page/sample.ts';

const all = everyTransfer();
const someTransfers = fc.subarray(all);
const uploading = (sent: number, size: number): Transfer =>
  transfer('a.wav', { kind: 'transferring', sent, bytesPerSecond: null, settled: true }, { size, sent });

describe('changeTransfers', () => {
  it('replaces changed transfers in place, adds new ones, removes removed ones and keeps the others', () => {
    const [a, b, c, d] = all as [Transfer, Transfer, Transfer, Transfer];
    const changed: Transfer = { ...b, state: { kind: 'paused' } };
    const next = changeTransfers([a, b, c], { changed: [changed, d], removed: [c.id] });
    expect(next).toEqual([a, changed, d]);
    expect(next[0]).toBe(a);
  });

  it('never contains a transfer twice', () => {
    fc.assert(
      fc.property(
        someTransfers,
        someTransfers,
        fc.subarray(all.map(({ id }) => id)),
        (list, changed, removed) => {
          const ids = changeTransfers(list, { changed, removed }).map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids.filter((id) => removed.includes(id))).toEqual([]);
        },
      ),
    );
  });
});

describe('sortTransfers', () => {
  it('sorts the same whatever the order it is given', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(sortTransfers(shuffled)).toEqual(sortTransfers(all));
      }),
    );
  });

  it('puts transfers that need the user first and finished ones last', () => {
    const concerns = sortTransfers(all).map(({ state }) => concern(state));
    expect([...new Set(concerns)]).toEqual(['needs-you', 'moving', 'waiting', 'done']);
    expect(concerns).toEqual(concerns.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
  });
  const order = ['needs-you', 'moving', 'waiting', 'done'];
});

describe('progress', () => {
  it('is 1 only once the server has verified the file', () => {
    for (const one of all) expect(progress(one) === 1).toBe(one.state.kind === 'done');
    expect(progress(uploading(10, 10))).toBe(0.99);
    expect(progress(uploading(0, 0))).toBe(0);
  });
});

describe('transferActions', () => {
  it('lets every transfer be cleared unless the server is verifying it', () => {
    for (const { state } of all)
      expect(transferActions(state).includes('discard')).toBe(state.kind !== 'committing');
  });

  it('shows its icons in the same order in every state, and at most one labelled button', () => {
    for (const { state } of all) {
      const actions = transferActions(state);
      const icons = actions.filter((action) => !hasLabel(action));
      expect(icons).toEqual(iconPlaces.filter((place) => icons.includes(place)));
      expect(actions.length - icons.length).toBeLessThanOrEqual(1);
    }
  });

  it('offers a retry only where one can help', () => {
    for (const { state } of all)
      expect(transferActions(state).includes('retry')).toBe(state.kind === 'failed' && state.retryable);
  });
});
