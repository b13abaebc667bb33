/** A change that is shown before its events have come, as far as the overlays look at it. */
export type ShownOperation = {
  operationId: string;
  kind: string;
  payload: unknown;
  createdAt: number;
  state: { kind: string };
};

/** Called with the id of what a shown change is about, as the overlays come to it. */
export type NoteChange<Operation extends ShownOperation> = (subject: string, operation: Operation) => void;

export const isRefusal = ({ state }: ShownOperation) => state.kind === 'refused';
