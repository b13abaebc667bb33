import { useOutbox, useTransfers } from '../../platform/queries.ts';
import { type Backlog, backlogOf } from './backlog.ts';

/** How much of what this person did has not reached the band. */
export function useBacklog(): Backlog {
  return backlogOf(useOutbox().data ?? [], useTransfers().data ?? []);
}
