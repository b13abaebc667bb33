import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Transfer, TransferState } from '../../protocol/ipc/transfer.ts';
import {
  changeTransfers,
  concern,
  iconPlaces,
  isInWords,
  lamp,
  progress,
  sortTransfers,
  transferActions,
} from '../../renderer/features/transfers/transfer-list.ts';
import { everyTransfer, transfer } from '../fixtures/renderer/page/sample.ts';

const all = everyTransfer();
const someTransfers = fc.subarray(all);
const uploading = (sent: number, size: number): Transfer =>
  transfer('a.wav', { kind: 'transferring', sent, bytesPerSecond: null, settled: true }, { size, sent });

describe('changeTransfers', () => {
  it('puts changes in place, adds new ones, takes removed ones out and keeps the others as they are', () => {
    const [a, b, c, d] = all as [Transfer, Transfer, Transfer, Transfer];
    const changed: Transfer = { ...b, state: { kind: 'paused' } };
    const next = changeTransfers([a, b, c], { changed: [changed, d], removed: [c.id] });
    expect(next).toEqual([a, changed, d]);
    expect(next[0]).toBe(a);
  });

  it('never has the same transfer twice', () => {
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
  it('does not depend on the order it is given', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(sortTransfers(shuffled)).toEqual(sortTransfers(all));
      }),
    );
  });

  it('has what needs a hand first and what is done last', () => {
    const concerns = sortTransfers(all).map(({ state }) => concern(state));
    expect([...new Set(concerns)]).toEqual(['needs-you', 'moving', 'waiting', 'done']);
    expect(concerns).toEqual(concerns.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
  });
  const order = ['needs-you', 'moving', 'waiting', 'done'];
});

describe('progress', () => {
  it('is whole only when the server has verified the file', () => {
    for (const one of all) expect(progress(one) === 1).toBe(one.state.kind === 'done');
    expect(progress(uploading(10, 10))).toBe(0.99);
    expect(progress(uploading(0, 0))).toBe(0);
  });
});

describe('lamp', () => {
  const state = (kind: TransferState): Transfer => transfer('a.wav', kind);

  it('is idle when there is nothing, or all is done', () => {
    expect(lamp([])).toEqual({ kind: 'idle' });
    expect(lamp(all.filter((one) => one.state.kind === 'done'))).toEqual({ kind: 'idle' });
  });

  it('does not call it safe while a folder is not watched', () => {
    expect(lamp([], 2)).toEqual({ kind: 'folders', troubled: 2 });
    expect(lamp([uploading(1, 2)], 1).kind).toBe('uploading');
  });

  it('says how much of all bytes on their way is there', () => {
    expect(lamp([uploading(50, 100), uploading(0, 300)])).toEqual({
      kind: 'uploading',
      open: 2,
      percent: 12,
    });
  });

  it('settles while nothing is uploaded yet', () => {
    const settling = state({ kind: 'settling', reason: 'writing', since: 0 });
    expect(lamp([settling, state({ kind: 'seen' })])).toEqual({ kind: 'settling', open: 2 });
    expect(lamp([settling, uploading(1, 2)]).kind).toBe('uploading');
  });

  it('says what is waited for when nothing moves', () => {
    const network = state({ kind: 'waiting', for: 'network', message: '', retryAt: null });
    const server = state({ kind: 'waiting', for: 'server', message: '', retryAt: null });
    expect(lamp([server])).toEqual({ kind: 'waiting', open: 1, for: 'server' });
    expect(lamp([server, network])).toEqual({ kind: 'waiting', open: 2, for: 'network' });
    expect(lamp([state({ kind: 'paused' })])).toEqual({ kind: 'waiting', open: 1, for: 'paused' });
  });

  it('calls for a hand whatever else goes on', () => {
    const asking = state({ kind: 'asking', since: 0 });
    const full = state({ kind: 'waiting', for: 'disk', message: '', retryAt: 1 });
    expect(lamp([full])).toEqual({ kind: 'needs-you', open: 1, asking: 1 });
    expect(lamp([uploading(1, 2), asking])).toEqual({ kind: 'needs-you', open: 2, asking: 1 });
  });
});

describe('transferActions', () => {
  it('lets every file but one being checked be taken off the list', () => {
    for (const { state } of all)
      expect(transferActions(state).includes('discard')).toBe(state.kind !== 'committing');
  });

  it('has its pictures in one order in every state, and at most one thing in words', () => {
    for (const { state } of all) {
      const actions = transferActions(state);
      const icons = actions.filter((action) => !isInWords(action));
      expect(icons).toEqual(iconPlaces.filter((place) => icons.includes(place)));
      expect(actions.length - icons.length).toBeLessThanOrEqual(1);
    }
  });

  it('offers another try only where one can help', () => {
    for (const { state } of all)
      expect(transferActions(state).includes('retry')).toBe(state.kind === 'failed' && state.retryable);
  });
});
