import type { TransferStore } from '../../../client/uploads/transfer-store.ts';
import { type FileIdentity, sameIdentity } from '../disk/file-identity.ts';
import type { TransferRow } from '../store/transfer-table.ts';

/** The steps that the last look at each file allows, by the transfer's id. */
export type Clearances = {
  /** The file may travel in this state. `settled`: it may also be committed. */
  grant(id: string, clearance: { identity: FileIdentity; settled: boolean }): void;
  withdraw(id: string): void;
  mayTransfer(id: string): boolean;
  /** Whether the settle rule holds for the file in the state that its row describes. */
  isSettled(id: string): boolean;
};

export function createClearances(transfers: Pick<TransferStore<TransferRow>, 'get'>): Clearances {
  const clearances = new Map<string, { identity: FileIdentity; settled: boolean }>();
  return {
    grant: (id, clearance) => void clearances.set(id, clearance),
    withdraw: (id) => void clearances.delete(id),
    mayTransfer: (id) => clearances.has(id),
    isSettled(id) {
      const clearance = clearances.get(id);
      const identity = transfers.get(id)?.identity;
      return clearance?.settled === true && !!identity && sameIdentity(clearance.identity, identity);
    },
  };
}
