import { describe, expect, it } from 'vitest';
import type { Transfer, TransferState } from '../../protocol/ipc/transfer.ts';
import {
  arrivalShare,
  arrivalText,
  arrivalTone,
  arriving,
} from '../../renderer/features/transfers/arriving.ts';
import { summerEp, transfer } from '../fixtures/renderer/page/sample.ts';

const writing: TransferState = { kind: 'settling', reason: 'writing', since: 0 };
const of = (cutId: string, state: TransferState, more: Partial<Transfer> = {}): Transfer =>
  transfer(`${cutId}.wav`, state, { projectId: 'ep', cutId, ...more });

describe('bounces on their way', () => {
  it('are in the row of their song, or a new row if the band doesn’t have it yet', () => {
    const list = [
      of('sg3', writing, { seenAt: 1 }),
      of('sg3', { kind: 'hashed' }, { seenAt: 2 }),
      of('new', writing, { seenAt: 1 }),
      of('newer', writing, { seenAt: 2 }),
      of('other', writing, { projectId: 'live' }),
      of('sg1', { kind: 'done', outcome: 'new-version', cutId: 'sg1', fileId: 'f', at: 1 }),
    ];
    const { ofCut, newSongs } = arriving(list, summerEp());
    expect([...ofCut].map(([id, { state }]) => [id, state.kind])).toEqual([['sg3', 'hashed']]);
    expect(newSongs.map(({ cutId }) => cutId)).toEqual(['newer', 'new']);
  });

  it('are in the row of the song that has their name, unless several have it', () => {
    const project = summerEp();
    const cut = project.vibes.flatMap(({ cuts }) => cuts).find(({ id }) => id === 'sg1');
    const named = of('proposed', writing, { cutName: cut?.name.toUpperCase() ?? '' });
    expect([...arriving([named], project).ofCut.keys()]).toEqual(['sg1']);
    const twice = {
      ...project,
      vibes: project.vibes.map((vibe) => ({ ...vibe, cuts: cut ? [{ ...cut, id: vibe.id }] : [] })),
    };
    expect(arriving([named], twice).newSongs).toEqual([named]);
  });

  it('say what happens, also while they wait for the network', () => {
    const size = 62_000_000;
    const offline: TransferState = { kind: 'waiting', for: 'network', message: '', retryAt: null };
    expect(arrivalText(of('a', writing, { size }))).toBe('Your DAW is writing · 62.0 MB so far');
    expect(arrivalText(of('a', offline))).toBe('Waiting for the network · safe on this computer');
    expect([arrivalTone(of('a', writing)), arrivalTone(of('a', offline))]).toEqual(['working', 'held']);
    expect(arrivalTone(of('a', { kind: 'asking', since: 0 }))).toBe('trouble');
  });

  it('grow with every byte, and never look finished while they are written', () => {
    const shares = [0, 1e6, 6e7, 6e9].map((size) => arrivalShare(of('a', writing, { size })));
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBeLessThan(1);
  });
});
