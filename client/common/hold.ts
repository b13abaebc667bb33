/** Whether background work has to wait. */
export type Hold = {
  isHeld(): boolean;
  /** Calls the listener at each change, until the returned function is called. */
  onChange(listener: () => void): () => void;
};

export const neverHeld: Hold = { isHeld: () => false, onChange: () => () => {} };
