import { expect, it } from 'vitest';
import type { Bridge } from '../../protocol/ipc/bridge.ts';
import type { Transfer, TransferState } from '../../protocol/ipc/transfer.ts';
import { undoDrop } from '../../renderer/features/drop/undo-drop.ts';
import type { RunCommand } from '../../renderer/platform/commands.ts';
import { summerEp } from '../fixtures/renderer/page/sample.ts';

const uploaded = (
  fileId: string,
  cutId = 'sg3',
  outcome: 'new-version' | 'new-cut' | 'duplicate' = 'new-version',
): TransferState => ({ kind: 'done', outcome, cutId, fileId, at: 0 });

/** Undoes a drop of these transfers. `then`: their states once they have changed. */
async function undo(states: Record<string, TransferState>, then: Record<string, TransferState> = {}) {
  let now = { ...states };
  const said: string[] = [];
  const listeners = new Set<() => void>();
  const bridge = {
    async invoke(name: string, args: { id: string } | null) {
      const id = args?.id ?? '';
      if (name === 'projects.read') return { ok: true, data: summerEp() };
      if (name === 'transfers.list') {
        return {
          ok: true,
          data: Object.entries(now).map(([one, state]) => ({ id: one, state }) as Transfer),
        };
      }
      const kind = now[id]?.kind;
      if (kind === undefined) return { ok: false, kind: 'not-found', message: 'It is gone.' };
      if (kind === 'done' || kind === 'committing') {
        setTimeout(() => {
          now = { ...now, ...then };
          for (const listener of listeners) listener();
        });
        return { ok: false, kind: 'conflict', message: 'It is uploaded.' };
      }
      said.push(`${name} ${id}`);
      now[id] = { kind: 'paused' };
      return { ok: true, data: null };
    },
    on(_name: string, listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Bridge;
  const run: RunCommand = async (kind, payload) => {
    said.push(`${kind} ${(payload as { id: string }).id}`);
    return (payload as { id: string }).id === 'locked' ? 'You can’t.' : null;
  };
  const problem = await undoDrop(bridge, run, 'ep', Object.keys(states));
  expect(listeners.size).toBe(0);
  return { said, problem };
}

const sending = { kind: 'transferring', sent: 5, bytesPerSecond: null, settled: true } as const;

it('stops what is on its way, and deletes what the band has', async () => {
  const { said, problem } = await undo({ a: sending, b: { kind: 'seen' }, c: uploaded('drums') });
  expect(said.sort()).toEqual([
    ...['file.delete drums', 'transfers.discard a', 'transfers.discard b'],
    ...['transfers.pause a', 'transfers.pause b'],
  ]);
  expect(problem).toBeNull();
});

it('waits for one that can’t be stopped any more, and then deletes it', async () => {
  const { said } = await undo({ a: { kind: 'committing' } }, { a: uploaded('drums') });
  expect(said).toEqual(['file.delete drums']);
});

it('deletes a song that the drop made, and its group if it is empty, but no song that has more by now', async () => {
  const cut = summerEp()
    .vibes.flatMap(({ cuts }) => cuts)
    .find(({ id }) => id === 'sg3');
  const states = cut?.files.map(({ id }) => [id, uploaded(id, 'sg3', 'new-cut')] as const) ?? [];
  expect(states.length).toBeGreaterThan(1);
  expect((await undo(Object.fromEntries(states))).said).toEqual([
    'cut.delete sg3',
    `vibe.delete ${cut?.vibeId}`,
  ]);
  expect((await undo(Object.fromEntries(states.slice(1)))).said).toEqual(
    states.slice(1).map(([id]) => `file.delete ${id}`),
  );
});

it('leaves alone what the band had before, and what is no longer listed', async () => {
  const { said, problem } = await undo({ a: uploaded('old', 'sg3', 'duplicate') });
  expect([said, problem]).toEqual([[], null]);
});

it('says why not all of it could be taken back', async () => {
  const { said, problem } = await undo({ a: uploaded('locked'), b: uploaded('drums') });
  expect(said).toEqual(['file.delete locked', 'file.delete drums']);
  expect(problem).toBe('You can’t.');
});
