import { useMemo } from 'react';
import { concern, progress } from '../../../protocol/ipc/lamp.ts';
import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import { findCut } from '../../../protocol/state/project-state.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useTransfers } from '../../platform/queries.ts';
import { transfersText } from '../../text/transfers.ts';
import type { StatusTone } from '../../ui/status-light.tsx';
import { transferTitle } from './transfer-text.ts';

/** The bounces on their way to a project. */
export type Arriving = {
  /** By the cut that they become a version of: the newest of each. */
  ofCut: ReadonlyMap<string, Transfer>;
  /** Those whose song the band doesn't have yet, newest first. */
  newSongs: readonly Transfer[];
};

/** A version of a song that is here already is shown in its row: the server finds it by its name too. */
export function arriving(transfers: readonly Transfer[], project: ProjectSnapshot): Arriving {
  const byName = Map.groupBy(
    project.vibes.flatMap(({ cuts }) => cuts),
    ({ name }) => name.toLowerCase(),
  );
  const cutOf = ({ cutId, cutName }: Transfer) => {
    const named = byName.get(cutName.toLowerCase()) ?? [];
    return findCut(project, cutId) ?? (named.length === 1 ? named[0] : undefined);
  };
  const ofCut = new Map<string, Transfer>();
  const newSongs = new Map<string, Transfer>();
  const open = transfers.filter(({ projectId, state }) => projectId === project.id && state.kind !== 'done');
  for (const transfer of open.toSorted((a, b) => a.seenAt - b.seenAt)) {
    const cut = cutOf(transfer);
    if (cut) ofCut.set(cut.id, transfer);
    else newSongs.set(transfer.cutId, transfer);
  }
  return { ofCut, newSongs: [...newSongs.values()].reverse() };
}

export function useArriving(project: ProjectSnapshot): Arriving {
  const transfers = useTransfers().data;
  return useMemo(() => arriving(transfers ?? [], project), [transfers, project]);
}

/** The state of a bounce in the few words that a song's row has room for. */
export function arrivalText(transfer: Transfer): string {
  const { state, size } = transfer;
  const text = transfersText.arrival;
  if (state.kind === 'seen' || state.kind === 'settling') return text.writing(size);
  if (state.kind === 'transferring') return text.uploading(Math.floor(100 * progress(transfer)));
  if (state.kind === 'waiting') return text.waiting(transfersText.waitingFor[state.for]);
  return transferTitle(transfer);
}

export function arrivalTone({ state }: Transfer): StatusTone {
  switch (concern(state)) {
    case 'needs-you':
      return 'trouble';
    case 'waiting':
      return 'held';
    default:
      return state.kind === 'seen' || state.kind === 'settling' ? 'working' : 'busy';
  }
}

/** At this size, in bytes, a file that is being written fills half of its line. */
const halfSize = 40_000_000;

/**
 * How far the line of an arriving bounce reaches, from 0 to 1. Nobody knows how long a file will be that is still written,
 * so it grows with its size and never reaches the end.
 */
export function arrivalShare(transfer: Transfer): number {
  const { state, size } = transfer;
  if (state.kind === 'seen' || state.kind === 'settling') return size / (size + halfSize);
  return progress(transfer);
}
